import type { EChartsOption } from 'echarts'
import { GrokscopeError } from '../errors.ts'
import { curvesOption } from './curves.ts'
import type { FigureContext, FigureData } from './data.ts'
import { matrixOption } from './matrix.ts'
import { pointsOption } from './points.ts'
import { projectionOption } from './projection.ts'
import type { FigureSpec } from './spec.ts'
import { spectrumOption } from './spectrum.ts'

/**
 * The ECharts option that draws a figure: the same for the page and for files. Pure; the axes of all panels have explicit
 * pixel places, so the chart must be `context.widthPixels` × `context.heightPixels`. Needs ECharts' line, scatter, bar and custom
 * charts and its grid, title, legend, axis pointer and mark line components. Throws `figure/invalid` where spec and data are of different kinds.
 */
export function figureOption(spec: FigureSpec, data: FigureData, context: FigureContext): EChartsOption {
  if (spec.kind === 'curves' && data.kind === 'curves') return curvesOption(spec, data, context)
  if (spec.kind === 'projection' && data.kind === 'projection') return projectionOption(spec, data, context)
  if (spec.kind === 'spectrum' && data.kind === 'spectrum') return spectrumOption(spec, data, context)
  if (spec.kind === 'matrix' && data.kind === 'matrix') return matrixOption(spec, data, context)
  if (spec.kind === 'points' && data.kind === 'points') return pointsOption(spec, context)
  throw new GrokscopeError('figure/invalid', `a ${spec.kind} figure cannot be drawn from ${data.kind} data`)
}
