import type { EChartsOption } from 'echarts'
import type { FigureContext, SpectrumData } from './data.ts'
import { numberShift } from './bar-numbers.ts'
import { keyFrequencies } from '../numerics/key-frequencies.ts'
import { axisLook, baseOption, figureFrame, panelTitle } from './frame.ts'
import { axisNumber, stepLabel } from './labels.ts'
import { inset } from './layout.ts'
import { seriesColor } from './palette.ts'
import type { SpectrumFigure } from './spec.ts'

// With more than this, a spectrum is flat rather than sparse, and numbers over every bar say nothing.
const mostNames = 12

/** Norm of the embedding at each frequency, one bar each; the key frequencies are named. */
export function spectrumOption(spec: SpectrumFigure, data: SpectrumData, context: FigureContext): EChartsOption {
  const frame = figureFrame(spec, context, [])
  const grid = inset(frame.area, { left: 5.6, right: 1.6, top: 2.2, bottom: 3.6 }, frame.fontSize)
  const norms = Array.from(data.norms)
  const keys = new Set(keyFrequencies(norms))
  const named = keys.size <= mostNames
  const color = context.colorOf === undefined ? seriesColor(0) : context.colorOf(data.run.id)
  const place = { left: grid.left, top: frame.area.top + 0.4 * frame.fontSize, font: context.font }
  frame.titles.push(panelTitle(data.run.name, `${data.tensor}, ${stepLabel(data.step)}, Gini ${data.gini.toFixed(3)}`, frame, place))
  const pitch = grid.width / norms.length
  const shift = (k: number) => numberShift(norms, k, { pitch, bar: 0.7 * pitch, number: 0.52 * frame.fontSize * String(k).length })
  const [horizontal, vertical] = [axisLook(frame, 2.1), axisLook(frame, 4)]
  return {
    ...baseOption(frame, context),
    grid: { ...grid, outerBoundsMode: 'none' },
    xAxis: {
      ...horizontal, type: 'value', min: -0.5, max: norms.length - 0.5, name: 'frequency k', splitLine: { show: false },
      axisLabel: { ...horizontal.axisLabel, formatter: axisNumber, showMinLabel: false, showMaxLabel: false }
    },
    yAxis: { ...vertical, type: 'value', min: 0, name: 'norm of the component', axisLabel: { ...vertical.axisLabel, formatter: axisNumber } },
    series: [{
      type: 'bar', id: 'norms', barWidth: Math.max(0.7 * pitch, 1), emphasis: { disabled: true },
      data: norms.map((norm, k) => ({
        value: [k, norm],
        itemStyle: { color, opacity: keys.has(k) ? 1 : 0.45 },
        label: {
          show: named && keys.has(k), position: 'top' as const, offset: [shift(k), 0], formatter: String(k), color: frame.theme.text, fontSize: 0.9 * frame.fontSize
        }
      }))
    }]
  }
}
