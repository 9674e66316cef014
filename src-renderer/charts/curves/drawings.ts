import { decimate } from '../../../shared/numerics/decimate.ts'
import type { Milestones } from '../../../shared/run.ts'
import type { Range, ScaleKind } from '../axis.ts'
import { pointNear, spliceCurves, type CurvePoints } from './curve-points.ts'
import { dashOf, type DrawnBand, type DrawnCurve, type DrawnMark, type PanelDrawing } from './draw.ts'
import { groupCurves, type Grouping } from './group-curves.ts'

export interface CurvePanelSpec { title: string; series: string[]; yScale: ScaleKind }

/** Runs that are drawn as one line with a band. */
export interface CurveGroup { id: string; label: string; runIds: string[] }

/** A line of the legend: a run or a group. */
export interface LegendEntry { id: string; label: string; colour: string; runIds: string[]; isGroup: boolean }

export interface DrawnRun { id: string; name: string; milestones: Milestones }

export interface DrawingInput {
  panels: readonly CurvePanelSpec[]
  entries: readonly LegendEntry[]
  runs: ReadonlyMap<string, DrawnRun>
  curve(runId: string, series: string): CurvePoints
  grouping: Grouping
  showsMarks: boolean
  /** Thins a curve that was computed here, from raw points; null where the workbench did it. */
  thinning: { pixels: number; logarithmicSteps: boolean; range: Range | null; limits: Range } | null
}

/** Most runs for which ◇ and ◆ are still told apart. */
const mostMarkedRuns = 24

/** What each panel shows of the entries that are switched on. */
export function panelDrawings(input: DrawingInput): PanelDrawing[] {
  return input.panels.map((panel) => {
    const drawing: PanelDrawing = { curves: [], bands: [], marks: [] }
    for (const entry of input.entries) {
      for (const series of panel.series) {
        if (entry.isGroup) addGroup(drawing, input, entry, { series, panel })
        else addRun(drawing, input, entry, { series, panel })
      }
      if (input.showsMarks && input.runs.size <= mostMarkedRuns && !entry.isGroup) drawing.marks.push(...marksOf(input, entry, panel))
    }
    return drawing
  })
}

interface Place { series: string; panel: CurvePanelSpec }

function addRun(drawing: PanelDrawing, input: DrawingInput, entry: LegendEntry, { series, panel }: Place): void {
  const isCrowded = input.entries.length > 12
  for (const runId of entry.runIds) drawing.curves.push({
    id: `${runId}/${series}`, entry: entry.id, series, colour: entry.colour, dash: dashOf(series, panel.series),
    width: isCrowded ? 1 : 1.5, opacity: series.startsWith('train/') ? 0.75 : 1, points: thinned(input.curve(runId, series), input)
  } satisfies DrawnCurve)
}

function addGroup(drawing: PanelDrawing, input: DrawingInput, entry: LegendEntry, { series, panel }: Place): void {
  const members = entry.runIds.map((runId) => ({ runId, points: input.curve(runId, series) })).filter(({ points }) => points.steps.length > 0)
  const grouped = groupCurves(members.map(({ points }) => points), input.grouping)
  const style = { entry: entry.id, series, colour: entry.colour, dash: dashOf(series, panel.series) }
  if (members.length > 1) for (const { runId, points } of members) {
    drawing.curves.push({ ...style, id: `${entry.id}/${runId}/${series}`, width: 1, opacity: 0.25, points: thinned(points, input) })
  }
  drawing.curves.push({ ...style, id: `${entry.id}/${series}`, width: 2, opacity: 1, points: thinned(grouped.centre, input), counts: { steps: grouped.centre.steps, values: grouped.counts } })
  if (input.grouping.spread !== 'none' && members.length > 1) {
    drawing.bands.push({ id: `${entry.id}/${series}/band`, entry: entry.id, colour: entry.colour, low: thinned(grouped.low, input), high: thinned(grouped.high, input) } satisfies DrawnBand)
  }
}

function thinned(curve: CurvePoints, { thinning }: DrawingInput): CurvePoints {
  if (thinning === null || curve.steps.length <= thinning.pixels * 2) return curve
  const scale = { pixels: thinning.pixels, logarithmic: thinning.logarithmicSteps }
  const whole = decimate(curve, { ...thinning.limits, ...scale })
  return thinning.range === null ? whole : spliceCurves(whole, decimate(curve, { ...thinning.range, ...scale }), thinning.range)
}

/** ◇ lies on the training curve, ◆ on the test curve; both on the panel's first curve where it shows neither set. */
function marksOf({ runs, curve }: DrawingInput, entry: LegendEntry, panel: CurvePanelSpec): DrawnMark[] {
  const of = (set: string) => panel.series.find((name) => name.startsWith(set)) ?? panel.series[0]
  return entry.runIds.flatMap((runId) => {
    const run = runs.get(runId)
    const steps = { memorization: run?.milestones.memorization ?? null, generalization: run?.milestones.generalization ?? null }
    return (['memorization', 'generalization'] as const).flatMap((kind) => {
      const step = steps[kind]
      const series = of(kind === 'memorization' ? 'train/' : 'test/')
      const point = step === null || series === undefined ? null : pointNear(curve(runId, series), step)
      if (step === null || point === null) return []
      return [{ entry: entry.id, kind, step, value: point.value, colour: entry.colour, title: run?.name ?? runId }]
    })
  })
}
