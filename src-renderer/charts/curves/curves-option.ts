import { axisNumber } from '../../../shared/figures/labels.ts'
import { linearTicks, logarithmicTicks, stepTicks } from '../../../shared/figures/ticks.ts'
import type { Range, ScaleKind } from '../axis.ts'
import type { ChartColours } from '../colours.ts'
import type { EChartsCoreOption, ScatterSeriesOption } from '../echarts.ts'
import { painted, paintedSeries, type Places } from '../painted.ts'
import { plotMargins, type DrawnBand, type DrawnCurve, type DrawnMark, type PanelDrawing, type PanelScales } from './draw.ts'
import { drawBand, drawPolyline, type Mapping, type Mappings } from './polyline.ts'

type Scales = Pick<PanelScales, 'x' | 'y'>

const fontFamily = 'system-ui, sans-serif'

/** Everything of a panel but its axes. */
export function panelOption(drawing: PanelDrawing, scales: Scales, colours: ChartColours): EChartsCoreOption {
  return {
    animation: false,
    grid: { ...plotMargins, outerBoundsMode: 'none' },
    textStyle: { fontFamily },
    series: [bandSeries(drawing.bands, scales, null), curveSeries(drawing.curves, scales, null), markSeries(drawing.marks, scales, colours)]
  }
}

/** The curves with one entry of the legend brought out, the others faint. */
export function emphasisOption(drawing: PanelDrawing, scales: Scales, highlighted: string | null): EChartsCoreOption {
  return { series: [bandSeries(drawing.bands, scales, highlighted), curveSeries(drawing.curves, scales, highlighted)] }
}

const dashes: Record<DrawnCurve['dash'], number[] | 'solid'> = { solid: 'solid', dashed: [5, 3], dotted: [1.5, 3] }

function curveSeries(curves: readonly DrawnCurve[], scales: Scales, highlighted: string | null): Record<string, unknown> {
  return paintedSeries('curves', 3, curves.length, (index, places) => {
    const curve = curves[index]
    const map = mappings(places, scales)
    const isOut = highlighted === curve.entry
    return painted((pen) => drawPolyline(pen, curve.points, map), {
      stroke: curve.colour, lineWidth: isOut ? curve.width + 0.6 : curve.width, lineJoin: 'bevel', lineDash: dashes[curve.dash],
      opacity: highlighted === null || isOut ? curve.opacity : curve.opacity * 0.12
    }, isOut ? 2 : curve.width > 1.5 ? 1 : 0)
  })
}

function bandSeries(bands: readonly DrawnBand[], scales: Scales, highlighted: string | null): Record<string, unknown> {
  return paintedSeries('bands', 1, bands.length, (index, places) => {
    const { low, high, colour, entry } = bands[index]
    const map = mappings(places, scales)
    return painted((pen) => drawBand(pen, low, high, map), { fill: colour, opacity: highlighted === null || highlighted === entry ? 0.16 : 0.04 })
  })
}

/** How both axes map now, read off the chart at two places, and the steps that lie inside. */
function mappings(places: Places, scales: Scales): Mappings {
  const [left, low] = places.coord([1, 1])
  const [right, high] = places.coord([10, 10])
  const x = mapping(scales.x, left, right)
  const y = mapping(scales.y, low, high)
  const stepAt = (pixel: number) => (x.logarithmic ? 10 ** ((pixel - x.offset) / x.factor) : (pixel - x.offset) / x.factor)
  return { x, y, from: stepAt(plotMargins.left), to: stepAt(20_000) }
}

/** Through the pixels of the values 1 and 10. */
function mapping(kind: ScaleKind, atOne: number, atTen: number): Mapping {
  if (kind === 'logarithmic') return { offset: atOne, factor: atTen - atOne, logarithmic: true }
  const factor = (atTen - atOne) / 9
  return { offset: atOne - factor, factor, logarithmic: false }
}

function markSeries(marks: readonly DrawnMark[], scales: Scales, colours: ChartColours): ScatterSeriesOption {
  const shown = marks.filter(({ step, value }) => (scales.x === 'linear' || step > 0) && (scales.y === 'linear' || value > 0) && Number.isFinite(value))
  return {
    type: 'scatter', id: 'marks', silent: true, z: 5, symbol: 'diamond', symbolSize: 11, animation: false,
    data: shown.map((mark) => ({
      value: [mark.step, mark.value],
      itemStyle: { color: mark.kind === 'memorization' ? colours.ground : mark.colour, borderColor: mark.kind === 'memorization' ? mark.colour : colours.ground, borderWidth: 1.5 }
    }))
  }
}

/** The two axes of a panel for what is visible now. */
export function panelAxes(scales: PanelScales, colours: ChartColours, size: { width: number; height: number }, xName: string): EChartsCoreOption {
  const places = Math.max(2, size.width / (scales.x === 'logarithmic' ? 64 : 90))
  const rows = Math.max(2, size.height / 42)
  return {
    xAxis: { ...axis(scales.x, scales.xRange, stepTicks(scales.x, scales.xRange.from, scales.xRange.to, places), colours), name: xName, nameLocation: 'middle', nameGap: 24, nameTextStyle: { color: colours.muted, fontSize: 12 } },
    yAxis: axis(scales.y, scales.yRange, (scales.y === 'logarithmic' ? logarithmicTicks : linearTicks)(scales.yRange.from, scales.yRange.to, rows), colours)
  }
}

function axis(kind: ScaleKind, range: Range, ticks: number[], colours: ChartColours) {
  return {
    type: kind === 'logarithmic' ? 'log' : 'value', min: range.from, max: range.to, animation: false, silent: true,
    axisLine: { show: true, onZero: false, lineStyle: { color: colours.hairline } },
    axisTick: { show: true, customValues: ticks, length: 4, lineStyle: { color: colours.hairline } },
    splitLine: { show: true, lineStyle: { color: colours.hairline, opacity: 0.5 } }, axisPointer: { show: false },
    axisLabel: { customValues: ticks, color: colours.muted, fontSize: 12, hideOverlap: true, margin: 7, fontFamily, formatter: axisNumber }
  }
}
