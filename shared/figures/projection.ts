import type { EChartsOption } from 'echarts'
import type { FigureContext, ProjectionData } from './data.ts'
import { axisLook, baseOption, figureFrame, panelTitle } from './frame.ts'
import { axisFormatter, percent, stepLabel } from './labels.ts'
import { circleStride, planeAxes } from '../numerics/frequency-plane.ts'
import { inset, type Rectangle } from './layout.ts'
import { cyclicColors } from './palette.ts'
import type { ProjectionFigure } from './spec.ts'
import { linearTicks } from './ticks.ts'

interface Extent { from: number; to: number }

function extentOf(values: readonly number[]): Extent {
  const finite = values.filter(Number.isFinite)
  return finite.length === 0 ? { from: -1, to: 1 } : { from: Math.min(...finite), to: Math.max(...finite) }
}

/** Limits of both axes at one scale, so that a circle is a circle, with a margin of 6 % around the points. */
function equalScale(x: Extent, y: Extent, grid: Rectangle): { x: Extent; y: Extent } {
  const unitsPerPixel = Math.max((x.to - x.from) / grid.width, (y.to - y.from) / grid.height) * 1.12 || 1 / grid.width
  const around = ({ from, to }: Extent, pixels: number): Extent => {
    const half = (unitsPerPixel * pixels) / 2
    return { from: (from + to) / 2 - half, to: (from + to) / 2 + half }
  }
  return { x: around(x, grid.width), y: around(y, grid.height) }
}

function pointsOf(data: ProjectionData, components: readonly [number, number]): [number, number][] {
  return Array.from({ length: data.tokens }, (_, token) => [
    data.coordinates[token * data.components + components[0]], data.coordinates[token * data.components + components[1]]
  ])
}

/** Points in the order of the line: i → i + 1, or on a circle from neighbour to neighbour and round. */
function lineOf(points: [number, number][], frequency: number | null): [number, number][] {
  const stride = frequency === null ? null : circleStride(frequency, points.length)
  return stride === null ? points : Array.from({ length: points.length + 1 }, (_, place) => points[(place * stride) % points.length])
}

function axisNames(spec: ProjectionFigure, data: ProjectionData): string[] {
  if (spec.frequency !== null) return planeAxes(spec.frequency, data.tokens).map((name, place) => `${name} (${percent(data.explained[place])})`)
  return spec.components.map((component) => `PC ${component + 1} (${percent(data.explained[component])})`)
}

/** Tokens of one snapshot on two principal components, or on the plane of a frequency, coloured around the residues, joined in their order. */
export function projectionOption(spec: ProjectionFigure, data: ProjectionData, context: FigureContext): EChartsOption {
  const frame = figureFrame(spec, context, [])
  const grid = inset(frame.area, { left: 5.6, right: 1.6, top: 2.2, bottom: 3.6 }, frame.fontSize)
  const points = pointsOf(data, spec.frequency === null ? spec.components : [0, 1])
  const names = axisNames(spec, data)
  const colors = cyclicColors(data.tokens, spec.theme)
  const extents = equalScale(extentOf(points.map(([x]) => x)), extentOf(points.map(([, y]) => y)), grid)
  const axis = (place: 0 | 1, gap: number, extent: Extent) => {
    const look = axisLook(frame, gap)
    // As many ticks for each pixel on both axes, so that they are equally far apart.
    const customValues = linearTicks(extent.from, extent.to, (place === 0 ? grid.width : grid.height) / (6 * frame.fontSize))
    return {
      ...look, type: 'value' as const, min: extent.from, max: extent.to, name: names[place],
      axisTick: { ...look.axisTick, customValues },
      axisLabel: { ...look.axisLabel, customValues, formatter: axisFormatter(customValues) }
    }
  }
  const place = { left: grid.left, top: frame.area.top + 0.4 * frame.fontSize, font: context.font }
  frame.titles.push(panelTitle(data.run.name, `${data.tensor}, ${stepLabel(data.step)}`, frame, place))
  return {
    ...baseOption(frame, context),
    grid: { ...grid, outerBoundsMode: 'none' },
    xAxis: axis(0, 2.1, extents.x),
    yAxis: axis(1, 4, extents.y),
    series: [
      ...(spec.path ? [{
        type: 'line' as const, id: 'path', data: lineOf(points, spec.frequency), symbol: 'none', silent: true, lineStyle: { color: frame.theme.axis, width: 0.75, opacity: 0.6 }, z: 1
      }] : []),
      {
        type: 'scatter' as const, id: 'tokens', symbolSize: 0.65 * frame.fontSize, z: 2,
        data: points.map((value, token) => ({ name: String(token), value, itemStyle: { color: colors[token] } })),
        label: { show: data.tokens <= 31, formatter: '{b}', position: 'right', color: frame.theme.text, fontSize: 0.85 * frame.fontSize }
      }
    ]
  }
}
