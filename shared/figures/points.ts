import type { EChartsOption, GridComponentOption, SeriesOption, XAXisComponentOption, YAXisComponentOption } from 'echarts'
import type { FigureContext } from './data.ts'
import { axisLook, baseOption, figureFrame, panelTitle, type Frame } from './frame.ts'
import { axisFormatter } from './labels.ts'
import { inset, panelCells, type Rectangle } from './layout.ts'
import { seriesColor } from './palette.ts'
import type { PointsFigure } from './spec.ts'
import { brokenText } from './text-width.ts'
import { linearTicks, logarithmicTicks, niceLinearScale, niceLogarithmicScale, type AxisScale } from './ticks.ts'

type PanelSpec = PointsFigure['panels'][number]
type Group = PanelSpec['groups'][number]

interface Panel {
  index: number
  spec: PanelSpec
  grid: Rectangle
  cell: Rectangle
  y: AxisScale
}

const neverName = 'never reached'
// Share of a category's width over which its groups are spread, so that their ranges do not cover each other.
const spread = 0.4

/** Values that decide an axis: those that it can show. */
function shownValues(values: readonly (number | null)[], scale: PanelSpec['yScale']): number[] {
  return values.filter((value): value is number => value !== null && Number.isFinite(value) && (scale === 'linear' || value > 0))
}

function valueScale({ groups, yScale }: PanelSpec, count: number): AxisScale {
  const values = shownValues(groups.flatMap(({ points }) => points.flatMap(({ y, low, high }) => [y, low, high])), yScale)
  const [from, to] = values.length === 0 ? [1, 10] : [Math.min(...values), Math.max(...values)]
  if (yScale === 'logarithmic') return niceLogarithmicScale(from, to, count)
  return niceLinearScale(Math.min(from, 0), to, count)
}

/** Limits of the parameter axis, with half a category or 4 % of the range on both sides. */
function parameterRange({ groups, categories, xScale }: PanelSpec): { from: number; to: number } {
  if (categories !== null) return { from: -0.5, to: categories.length - 0.5 }
  const values = shownValues(groups.flatMap(({ points }) => points.map(({ x }) => x)), xScale)
  const [low, high] = values.length === 0 ? [1, 10] : [Math.min(...values), Math.max(...values)]
  if (xScale === 'logarithmic') {
    const margin = (high / low) ** 0.04
    return high > low ? { from: low / margin, to: high * margin } : { from: low / 2, to: low * 2 }
  }
  const margin = high > low ? 0.04 * (high - low) : 0.5
  return { from: low - margin, to: high + margin }
}

function parameterTicks(panel: Panel, range: { from: number; to: number }, frame: Frame): number[] {
  const { categories, xScale } = panel.spec
  if (categories !== null) return categories.map((_, place) => place)
  const count = Math.max(Math.round(panel.grid.width / (6 * frame.fontSize)), 2)
  return (xScale === 'logarithmic' ? logarithmicTicks : linearTicks)(range.from, range.to, count)
}

/** Names of cases in as many lines as their room asks for. ECharts breaks them by widths that it stops to measure on a busy machine. */
function caseNames({ spec: { categories }, grid }: Panel, gap: number, fontSize: number): string[] {
  const names = categories ?? []
  return names.map((name) => brokenText(name, grid.width / names.length - gap, `${fontSize}px sans-serif`))
}

function parameterAxis(panel: Panel, frame: Frame): XAXisComponentOption {
  const { categories, xScale, xTitle } = panel.spec
  const look = axisLook(frame, 2.1)
  const names = caseNames(panel, 0.4 * frame.fontSize, look.axisLabel.fontSize)
  const range = parameterRange(panel.spec)
  const customValues = parameterTicks(panel, range, frame)
  return {
    ...look, type: xScale === 'logarithmic' && categories === null ? 'log' : 'value', gridIndex: panel.index, min: range.from, max: range.to, name: xTitle,
    splitLine: { show: false },
    axisTick: { ...look.axisTick, customValues },
    axisLabel: {
      ...look.axisLabel, customValues, hideOverlap: categories === null,
      formatter: categories === null ? axisFormatter(customValues) : (place: number) => names[place] ?? ''
    }
  }
}

function valueAxis(panel: Panel, frame: Frame): YAXisComponentOption {
  const look = axisLook(frame, 4)
  const { from, to, ticks } = panel.y
  return {
    ...look, type: panel.spec.yScale === 'logarithmic' ? 'log' : 'value', gridIndex: panel.index, min: from, max: to, name: panel.spec.yTitle,
    axisTick: { ...look.axisTick, customValues: ticks },
    axisLabel: { ...look.axisLabel, customValues: ticks, formatter: axisFormatter(ticks) }
  }
}

/** Place of a point: beside those of other groups where the axis has categories. */
function placeOf(panel: Panel, group: number, x: number): number {
  const { categories, groups } = panel.spec
  return categories === null || groups.length === 1 ? x : x + spread * (group / (groups.length - 1) - 0.5)
}

/** A median, or the end of a range, that was never reached. */
const isNeverReached = ({ y, low, high }: Group['points'][number]): boolean => y === null || (low !== null && high === null)

/** Medians joined by a line, ranges as bars, and what was never reached as a hollow mark at the upper edge, to which its range goes. */
function groupSeries(panel: Panel, group: Group, index: number, frame: Frame): SeriesOption[] {
  const color = seriesColor(index)
  const axes = { xAxisIndex: panel.index, yAxisIndex: panel.index, emphasis: { disabled: true } }
  const points = group.points.toSorted((a, b) => a.x - b.x)
  const data = points.map(({ x, y }) => [placeOf(panel, index, x), y ?? NaN])
  const ranges = points.flatMap(({ x, low, high }) => (low === null ? [] : [
    [placeOf(panel, index, x), low], [placeOf(panel, index, x), high ?? panel.y.to], [placeOf(panel, index, x), NaN]
  ]))
  const never = points.filter(isNeverReached).map(({ x }) => [placeOf(panel, index, x), panel.y.to])
  return [
    {
      ...axes, type: 'line', name: group.name, id: `points:${panel.index}:${index}`, data, color, symbol: 'circle', symbolSize: 0.6 * frame.fontSize,
      showAllSymbol: true, connectNulls: false, lineStyle: { color, width: group.line ? 1.5 : 0 }
    },
    {
      ...axes, type: 'line', id: `range:${panel.index}:${index}`, data: ranges, symbol: 'none', connectNulls: false, silent: true,
      lineStyle: { color, width: 1, opacity: 0.7 }
    },
    {
      ...axes, type: 'scatter', name: neverName, id: `never:${panel.index}:${index}`, data: never, symbol: 'triangle', symbolSize: 0.9 * frame.fontSize,
      itemStyle: { color: frame.theme.background, borderColor: color, borderWidth: 1.5 }, silent: true, clip: false
    }
  ]
}

function legendOf(spec: PointsFigure, frame: Frame, context: FigureContext): Pick<EChartsOption, 'legend'> {
  const names = legendNames(spec)
  if (context.legend === false || names.length === 0) return { legend: { show: false } }
  const { fontSize, theme } = frame
  return {
    legend: {
      type: 'plain', top: frame.legendTop, left: 'center', padding: [0, 5], itemGap: fontSize, itemWidth: 1.8 * fontSize, itemHeight: 0.7 * fontSize,
      textStyle: { color: theme.text, fontSize, fontFamily: context.font }, selectedMode: context.interactive,
      data: names.map((name) => (name === neverName
        ? { name, icon: 'triangle', itemStyle: { color: theme.background, borderColor: theme.muted, borderWidth: 1.5 } }
        : { name, icon: 'roundRect' }))
    }
  }
}

/** Names of the groups, where there is more than one to tell apart, and the key of the mark for what was never reached. */
function legendNames(spec: PointsFigure): string[] {
  const groups = spec.panels.flatMap((panel) => panel.groups)
  const names = [...new Set(groups.map(({ name }) => name))]
  const hasNever = groups.some(({ points }) => points.some(isNeverReached))
  return [...(names.length > 1 ? names : []), ...(hasNever ? [neverName] : [])]
}

/** Room below a panel, in lines: for the names of cases, which may take two, or for numbers and a title. */
function linesBelow({ categories, xTitle }: PointsFigure['panels'][number]): number {
  return categories === null && xTitle === '' ? 2.6 : 3.6
}

/** Results over a parameter or over named cases, with their ranges over seeds. */
export function pointsOption(spec: PointsFigure, context: FigureContext): EChartsOption {
  const frame = figureFrame(spec, context, legendNames(spec))
  const { cells } = panelCells(spec.panels.length, frame.area)
  const panels = spec.panels.map((panel, index): Panel => {
    const grid = inset(cells[index], { left: 5.6, right: 1.6, top: 2.2, bottom: linesBelow(panel) }, frame.fontSize)
    return { index, spec: panel, grid, cell: cells[index], y: valueScale(panel, Math.max(Math.round(grid.height / (2.6 * frame.fontSize)), 2)) }
  })
  for (const { spec: { title }, grid, cell } of panels) {
    frame.titles.push(panelTitle(title, '', frame, { left: grid.left, top: cell.top + 0.4 * frame.fontSize, font: context.font }))
  }
  return {
    ...baseOption(frame, context),
    grid: panels.map(({ grid }): GridComponentOption => ({ ...grid, outerBoundsMode: 'none' })),
    xAxis: panels.map((panel) => parameterAxis(panel, frame)),
    yAxis: panels.map((panel) => valueAxis(panel, frame)),
    ...legendOf(spec, frame, context),
    series: panels.flatMap((panel) => panel.spec.groups.flatMap((group, index) => groupSeries(panel, group, index, frame)))
  }
}
