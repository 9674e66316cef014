import type { CustomSeriesOption, EChartsCoreOption, LineSeriesOption, ScatterSeriesOption } from '../echarts.ts'
import { axisTicks, formatStep, formatTick } from '../ticks.ts'
import type { ScaleKind } from '../axis.ts'
import type { ChartColours } from '../colours.ts'
import { chartPairs, type CurvePoints, type Hidden } from './curve-points.ts'
import { plotMargins, type DrawnBand, type DrawnCurve, type DrawnMark, type PanelDrawing, type PanelScales } from './draw.ts'

const fontFamily = 'system-ui, sans-serif'

/** Everything of a panel but its axes, and what its scales cannot show. */
export function panelOption(drawing: PanelDrawing, scales: Pick<PanelScales, 'x' | 'y'>, colours: ChartColours): { option: EChartsCoreOption; hidden: Hidden } {
  const hidden: Hidden = { stepZero: 0, nonPositive: 0, notFinite: 0 }
  const lines = drawing.curves.map((curve) => {
    const drawn = chartPairs(curve.points, scales.x, scales.y)
    hidden.stepZero += drawn.hidden.stepZero
    hidden.nonPositive += drawn.hidden.nonPositive
    hidden.notFinite += drawn.hidden.notFinite
    return lineSeries(curve, drawn.pairs)
  })
  const option = {
    animation: false,
    grid: { ...plotMargins, outerBoundsMode: 'none' },
    textStyle: { fontFamily },
    series: [...drawing.bands.map((band) => bandSeries(band, scales)), ...lines, ...markSeries(drawing.marks, scales, colours)]
  }
  return { option, hidden }
}

function lineSeries(curve: DrawnCurve, pairs: Float64Array): Omit<LineSeriesOption, 'data'> & { data: Float64Array } {
  return {
    type: 'line', id: curve.id, data: pairs, dimensions: ['step', 'value'], encode: { x: 0, y: 1 },
    showSymbol: false, silent: true, clip: true, connectNulls: false, animation: false, z: curve.width > 1.5 ? 3 : 2,
    lineStyle: { color: curve.colour, width: curve.width, type: curve.dash === 'dashed' ? [5, 3] : curve.dash === 'dotted' ? [1.5, 3] : 'solid', opacity: curve.opacity, join: 'round' },
    itemStyle: { color: curve.colour }, emphasis: { disabled: true }
  }
}

function bandSeries(band: DrawnBand, scales: Pick<PanelScales, 'x' | 'y'>): CustomSeriesOption {
  const outline = bandOutline(band.low, band.high, scales)
  return {
    type: 'custom', id: band.id, silent: true, clip: true, animation: false, z: 1, data: [[outline[0]?.[0] ?? 0, outline[0]?.[1] ?? 0]],
    renderItem: (_parameters, api) => ({
      type: 'polygon', silent: true,
      shape: { points: outline.map((point) => api.coord(point)) },
      style: { fill: band.colour, opacity: 0.16 }
    })
  }
}

/** There along the upper edge, back along the lower one; a log scale cuts off what is not positive at the smallest positive value. */
export function bandOutline(low: CurvePoints, high: CurvePoints, scales: { x: ScaleKind; y: ScaleKind }): number[][] {
  const floor = scales.y === 'logarithmic' ? low.values.reduce((least, value) => (value > 0 && value < least ? value : least), Number.POSITIVE_INFINITY) : Number.NEGATIVE_INFINITY
  const edge = (curve: CurvePoints) => [...curve.steps].map((step, index) => [step, Math.max(curve.values[index], floor)])
    .filter(([step, value]) => Number.isFinite(value) && (scales.x === 'linear' || step! > 0))
  return [...edge(high), ...edge(low).reverse()]
}

function markSeries(marks: readonly DrawnMark[], scales: Pick<PanelScales, 'x' | 'y'>, colours: ChartColours): ScatterSeriesOption[] {
  const shown = marks.filter(({ step, value }) => (scales.x === 'linear' || step > 0) && (scales.y === 'linear' || value > 0) && Number.isFinite(value))
  if (shown.length === 0) return []
  return [{
    type: 'scatter', id: 'marks', silent: true, z: 5, symbol: 'diamond', symbolSize: 11, animation: false,
    data: shown.map((mark) => ({
      value: [mark.step, mark.value],
      itemStyle: { color: mark.kind === 'memorization' ? colours.ground : mark.colour, borderColor: mark.colour, borderWidth: 1.5 }
    }))
  }]
}

/** The two axes of a panel for what is visible now. */
export function panelAxes(scales: PanelScales, colours: ChartColours, size: { width: number; height: number }, xName: string): EChartsCoreOption {
  const xTicks = axisTicks(scales.x, scales.xRange, Math.max(2, Math.floor(size.width / 90)))
  const yTicks = axisTicks(scales.y, scales.yRange, Math.max(2, Math.floor(size.height / 42)))
  return {
    xAxis: { ...axis(scales.x, scales.xRange, xTicks.labelled, colours), name: xName, nameLocation: 'middle', nameGap: 24, nameTextStyle: { color: colours.muted, fontSize: 12 },
      axisLabel: { ...axisLabel(xTicks.labelled, colours), formatter: (value: number) => (value < 1e6 ? formatStep(value) : formatTick(value)) } },
    yAxis: { ...axis(scales.y, scales.yRange, yTicks.labelled, colours), axisLabel: { ...axisLabel(yTicks.labelled, colours), formatter: formatTick } }
  }
}

function axis(kind: ScaleKind, range: PanelScales['xRange'], ticks: number[], colours: ChartColours) {
  return {
    type: kind === 'logarithmic' ? 'log' : 'value', min: range.from, max: range.to, animation: false, silent: true,
    axisLine: { show: true, onZero: false, lineStyle: { color: colours.hairline } },
    axisTick: { show: true, customValues: ticks, length: 4, lineStyle: { color: colours.hairline } },
    splitLine: { show: true, lineStyle: { color: colours.hairline, opacity: 0.5 } }, axisPointer: { show: false }
  }
}

function axisLabel(ticks: number[], colours: ChartColours) {
  return { customValues: ticks, color: colours.muted, fontSize: 12, hideOverlap: true, margin: 7, fontFamily }
}
