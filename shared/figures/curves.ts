import type { EChartsOption, GridComponentOption, SeriesOption, XAXisComponentOption, YAXisComponentOption } from 'echarts'
import { curvePoints, type CurvePoints, type CurveView } from './curve-points.ts'
import { legendEntries, legendOption, markSeries, type LegendEntry } from './curve-marks.ts'
import { curveStyles, type Curve } from './curve-styles.ts'
import type { CurvesData, FigureContext } from './data.ts'
import { axisLook, baseOption, figureFrame, panelTitle, type Frame } from './frame.ts'
import { axisFormatter, axisNumber, quantityOf, valueAxisLabel } from './labels.ts'
import { inset, panelCells, type Rectangle } from './layout.ts'
import type { CurvesFigure } from './spec.ts'
import { niceLinearScale, niceLogarithmicScale, stepTicks, type AxisScale } from './ticks.ts'

/** A curve with its points as drawn. */
export interface DrawnCurve extends Curve {
  points: CurvePoints
}

interface Panel {
  index: number
  grid: Rectangle
  curves: DrawnCurve[]
}

/** First drawable and last step of all series that the panels show. */
function dataRange(spec: CurvesFigure, data: CurvesData): { from: number; to: number } {
  const names = new Set(spec.panels.flatMap((panel) => panel.series))
  const range = { from: Infinity, to: -Infinity }
  for (const { name, steps } of data.series) {
    if (steps.length === 0 || !names.has(name)) continue
    const first = spec.xScale === 'logarithmic' ? (steps.find((step) => step > 0) ?? Infinity) : steps[0]
    range.from = Math.min(range.from, first)
    range.to = Math.max(range.to, steps[steps.length - 1])
  }
  return range
}

/** Limits of the step axis: the spec's, else those of the data; above 0 on a log axis. */
function stepRange(spec: CurvesFigure, data: CurvesData): { from: number; to: number } {
  const logarithmic = spec.xScale === 'logarithmic'
  const range = dataRange(spec, data)
  if (spec.fromStep !== null && (!logarithmic || spec.fromStep > 0)) range.from = spec.fromStep
  if (spec.toStep !== null) range.to = spec.toStep
  if (!Number.isFinite(range.from)) range.from = logarithmic ? 1 : 0
  if (!(range.to > range.from)) range.to = logarithmic ? range.from * 10 : range.from + 1
  return range
}

function drawCurves(spec: CurvesFigure, data: CurvesData, context: FigureContext, columns: number): DrawnCurve[][] {
  const view: Omit<CurveView, 'logarithmicValues'> = {
    ...stepRange(spec, data),
    logarithmicSteps: spec.xScale === 'logarithmic',
    smoothing: spec.smoothing,
    pixels: Math.max(Math.round(context.widthPixels / columns), 16)
  }
  return curveStyles(spec, data, context).map((curves, index) => curves.map((curve) => ({
    ...curve, points: curvePoints(curve.series, { ...view, logarithmicValues: spec.panels[index].yScale === 'logarithmic' })
  })))
}

/** What a panel says of values that it cannot draw. */
function omissionNote(curves: readonly DrawnCurve[], logarithmic: boolean): string {
  const omitted = curves.reduce((sum, curve) => sum + curve.points.omitted, 0)
  if (omitted === 0) return ''
  return `${axisNumber(omitted)} ${omitted === 1 ? 'value' : 'values'} not drawn (${logarithmic ? '≤ 0 or not finite' : 'not finite'})`
}

/** Limits of a panel's value axis: those of what is drawn, on round numbers; shares from 0 to 1, losses from 0. */
function valueScale(spec: CurvesFigure, panel: Panel, count: number): AxisScale {
  const { series, yScale } = spec.panels[panel.index]
  const quantities = series.map(quantityOf)
  if (yScale === 'linear' && quantities.every((quantity) => quantity === 'accuracy')) return niceLinearScale(0, 1, count)
  let from = Infinity
  let to = -Infinity
  for (const { points } of panel.curves) {
    for (const value of points.values) {
      if (value < from) from = value
      if (value > to) to = value
    }
  }
  if (from > to) [from, to] = [1, 10]
  if (yScale === 'logarithmic') return niceLogarithmicScale(from, to, count)
  return niceLinearScale(quantities.every((quantity) => quantity === 'loss') ? Math.min(from, 0) : from, to, count)
}

function stepAxis(spec: CurvesFigure, panel: Panel, frame: Frame, range: { from: number; to: number }): XAXisComponentOption {
  const look = axisLook(frame, 2.1)
  const count = Math.max(Math.round(panel.grid.width / (6 * frame.fontSize)), 2)
  const customValues = stepTicks(spec.xScale, range.from, range.to, count)
  return {
    ...look,
    type: spec.xScale === 'logarithmic' ? 'log' : 'value',
    gridIndex: panel.index,
    min: range.from,
    max: range.to,
    name: 'step',
    splitLine: { show: false },
    axisTick: { ...look.axisTick, customValues },
    axisLabel: { ...look.axisLabel, customValues, formatter: axisFormatter(customValues) }
  }
}

function valueAxis(spec: CurvesFigure, panel: Panel, frame: Frame): YAXisComponentOption {
  const look = axisLook(frame, 4)
  const scale = valueScale(spec, panel, Math.max(Math.round(panel.grid.height / (2.6 * frame.fontSize)), 2))
  return {
    ...look,
    type: spec.panels[panel.index].yScale === 'logarithmic' ? 'log' : 'value',
    gridIndex: panel.index,
    min: scale.from,
    max: scale.to,
    name: valueAxisLabel(spec.panels[panel.index].series),
    axisTick: { ...look.axisTick, customValues: scale.ticks },
    axisLabel: { ...look.axisLabel, customValues: scale.ticks, formatter: axisFormatter(scale.ticks) }
  }
}

function lineSeries(curve: DrawnCurve, panel: Panel): SeriesOption {
  const { steps, values } = curve.points
  return {
    type: 'line',
    name: curve.legend,
    id: `${panel.index}:${curve.series.runId}:${curve.series.name}`,
    xAxisIndex: panel.index,
    yAxisIndex: panel.index,
    data: Array.from(steps, (step, i) => [step, values[i]]),
    showSymbol: steps.length === 1,
    symbolSize: 4,
    connectNulls: false,
    color: curve.color,
    lineStyle: { color: curve.color, width: curve.width, type: curve.dash, opacity: curve.opacity, join: 'round' },
    emphasis: { disabled: true }
  }
}

function cursorSeries(panel: Panel, step: number, frame: Frame): SeriesOption {
  return {
    type: 'line', id: `cursor:${panel.index}`, xAxisIndex: panel.index, yAxisIndex: panel.index, data: [], silent: true,
    markLine: {
      silent: true, symbol: 'none', animation: false, label: { show: false },
      lineStyle: { color: frame.theme.muted, width: 1, type: 'solid' }, data: [{ xAxis: step }]
    }
  }
}

function layPanels(drawn: DrawnCurve[][], cells: Rectangle[], fontSize: number): Panel[] {
  return drawn.map((curves, index) => ({
    index, curves, grid: inset(cells[index], { left: 5.6, right: 1.6, top: 2.2, bottom: 3.6 }, fontSize)
  }))
}

function panelSeries(spec: CurvesFigure, data: CurvesData, panel: Panel, frame: Frame): SeriesOption[] {
  const lines = panel.curves.map((curve) => lineSeries(curve, panel))
  return spec.marks ? [...lines, ...markSeries(panel.index, panel.curves, data.runs, frame)] : lines
}

/** Curves of runs in panels with a shared step axis. */
export function curvesOption(spec: CurvesFigure, data: CurvesData, context: FigureContext): EChartsOption {
  const entries: LegendEntry[] = legendEntries(spec, data, curveStyles(spec, data, context))
  const frame = figureFrame(spec, context, entries.map((entry) => entry.name))
  const { cells, columns } = panelCells(spec.panels.length, frame.area)
  const panels = layPanels(drawCurves(spec, data, context, columns), cells, frame.fontSize)
  const range = stepRange(spec, data)
  const cursor = context.cursorStep ?? null
  for (const panel of panels) {
    const { title, yScale } = spec.panels[panel.index]
    const place = { left: panel.grid.left, top: cells[panel.index].top + 0.4 * frame.fontSize, font: context.font }
    frame.titles.push(panelTitle(title, omissionNote(panel.curves, yScale === 'logarithmic'), frame, place))
  }
  return {
    ...baseOption(frame, context),
    grid: panels.map(({ grid }): GridComponentOption => ({ ...grid, outerBoundsMode: 'none' })),
    xAxis: panels.map((panel) => stepAxis(spec, panel, frame, range)),
    yAxis: panels.map((panel) => valueAxis(spec, panel, frame)),
    ...legendOption(entries, frame, context),
    ...(context.interactive ? { axisPointer: { link: [{ xAxisIndex: 'all' }], lineStyle: { color: frame.theme.muted } } } : {}),
    series: [
      ...panels.flatMap((panel) => panelSeries(spec, data, panel, frame)),
      ...(cursor === null ? [] : panels.map((panel) => cursorSeries(panel, cursor, frame))),
      ...entries.flatMap((entry) => entry.keySeries ?? [])
    ]
  }
}
