import type { EChartsOption, SeriesOption } from 'echarts'
import type { Milestones } from '../run.ts'
import { valueAt, type CurvePoints } from './curve-points.ts'
import type { Curve } from './curve-styles.ts'
import type { CurvesData, FigureContext, FigureRun } from './data.ts'
import type { Frame } from './frame.ts'
import { figureThemes } from './palette.ts'
import type { CurvesFigure } from './spec.ts'

/** One entry of the legend; keys explain a line style or a mark and have a series without points of their own. */
export interface LegendEntry {
  name: string
  icon: string
  color: string
  hollow?: boolean
  keySeries?: SeriesOption[]
}

const icons = {
  run: 'roundRect',
  solid: 'path://M0,0H24V2H0Z',
  dashed: 'path://M0,0H6V2H0ZM9,0H15V2H9ZM18,0H24V2H18Z',
  diamond: 'path://M5,0L10,5L5,10L0,5Z'
}

const marks = [
  { milestone: 'memorization', name: 'memorized', split: 'train', hollow: true },
  { milestone: 'generalization', name: 'generalized', split: 'test', hollow: false }
] as const satisfies { milestone: keyof Milestones; name: string; split: 'train' | 'test'; hollow: boolean }[]

function markStyle(color: string, hollow: boolean, background: string) {
  return { color: hollow ? background : color, borderColor: hollow ? color : background, borderWidth: hollow ? 1.5 : 1, opacity: 1 }
}

/** The curve of a run that carries a mark: the one of the mark's set, else the first where the panel knows no sets. */
function carrier<C extends Curve>(curves: readonly C[], runId: string, split: 'train' | 'test'): C | undefined {
  const own = curves.filter((curve) => curve.series.runId === runId)
  return own.find((curve) => curve.split === split) ?? (own.every((curve) => curve.split === null) ? own[0] : undefined)
}

/** ◇ where a run memorized and ◆ where it generalized, on the curves of one panel. */
export function markSeries(
  panel: number, curves: readonly (Curve & { points: CurvePoints })[], runs: readonly FigureRun[], frame: Frame
): SeriesOption[] {
  return marks.flatMap(({ milestone, name, split, hollow }): SeriesOption[] => {
    const data = runs.flatMap((run) => {
      const step = run.milestones[milestone]
      const curve = carrier(curves, run.id, split)
      if (step === null || curve === undefined) return []
      const value = valueAt(curve.points, step)
      return value === null ? [] : [{ value: [step, value], itemStyle: markStyle(curve.color, hollow, frame.theme.background) }]
    })
    if (data.length === 0) return []
    return [{
      type: 'scatter', name, id: `${name}:${panel}`, xAxisIndex: panel, yAxisIndex: panel, data,
      symbol: 'diamond', symbolSize: frame.fontSize, z: 5, silent: true, emphasis: { disabled: true }
    }]
  })
}

/** A series without points, which makes ECharts list its name. */
function lineKey(name: string, color: string, icon: string): LegendEntry {
  return { name, color, icon, keySeries: [{ type: 'line', name, id: `key:${name}`, data: [] }] }
}

/** What the legend lists: runs (or quantities) once each, then what dashes and marks mean, where they occur. */
export function legendEntries(spec: CurvesFigure, data: CurvesData, panels: readonly (readonly Curve[])[]): LegendEntry[] {
  const curves = panels.flat()
  const muted = figureThemes[spec.theme].muted
  const colors = new Map(curves.map((curve) => [curve.legend, curve.color]))
  const entries: LegendEntry[] = [...colors].map(([name, color]) => ({ name, color, icon: icons.run }))
  if (curves.some((curve) => curve.split === 'train')) {
    entries.push(lineKey('training', muted, icons.dashed))
    if (curves.some((curve) => curve.split === 'test')) entries.push(lineKey('test', muted, icons.solid))
  }
  if (!spec.marks) return entries
  for (const { milestone, name, split, hollow } of marks) {
    const isDrawn = data.runs.some((run) => run.milestones[milestone] !== null && panels.some((own) => carrier(own, run.id, split) !== undefined))
    if (isDrawn) entries.push({ name, color: muted, icon: icons.diamond, hollow })
  }
  return entries
}

/** The legend above the panels, or nothing where the page draws its own. */
export function legendOption(entries: readonly LegendEntry[], frame: Frame, context: FigureContext): Pick<EChartsOption, 'legend'> {
  if (context.legend === false) return { legend: { show: false } }
  const { fontSize, theme } = frame
  return {
    legend: {
      type: 'plain', top: frame.legendTop, left: 'center', padding: [0, 5], itemGap: fontSize, itemWidth: 1.8 * fontSize, itemHeight: 0.7 * fontSize,
      textStyle: { color: theme.text, fontSize, fontFamily: context.font },
      selectedMode: context.interactive,
      data: entries.map(({ name, icon, color, hollow }) => ({
        name, icon, itemStyle: icon === icons.diamond ? markStyle(color, hollow === true, theme.background) : { color, borderWidth: 0 }
      }))
    }
  }
}
