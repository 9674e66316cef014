import type { RunStore } from '../../store/run-store.ts'
import type { SeriesPoints } from '../../trainer/protocol.ts'

/** What measures gave at one step. */
export interface MeasuredPoint {
  step: number
  values: Readonly<Record<string, number>>
}

/** The points that a run has of all these series at the same step, ascending. */
function measuredPoints(store: RunStore, runId: string, series: readonly string[]): MeasuredPoint[] {
  const curves = store.readSeries(runId, { names: series }).map(({ name, steps, values }) =>
    [name, new Map(Array.from(steps, (step, index) => [step, values[index]] as const))] as const)
  if (curves.length < series.length) return []
  const [, first] = curves[0]
  const isOfAll = (step: number) => curves.every(([, points]) => points.has(step))
  const valuesAt = (step: number) => Object.fromEntries(curves.map(([name, points]) => [name, points.get(step) ?? NaN]))
  return [...first.keys()].filter(isOfAll).map((step) => ({ step, values: valuesAt(step) }))
}

/** The same as curves, in order of their steps. */
export function curvesOf(points: readonly MeasuredPoint[], series: readonly string[]): SeriesPoints[] {
  const ascending = points.toSorted((a, b) => a.step - b.step)
  const steps = Float64Array.from(ascending, ({ step }) => step)
  return series.map((name) => ({ name, steps, values: Float64Array.from(ascending, ({ values }) => values[name] ?? NaN) }))
}

/** Which checkpoints are to be measured, and what is kept beside them. */
export interface MeasurementPlan {
  steps: readonly number[]
  kept: readonly MeasuredPoint[]
  /** Whether each point is written as it comes, or all at the end. */
  writesAtOnce: boolean
}

/**
 * What is to be done of measuring the checkpoints at `steps`. Where some of them have points of all series, an earlier measurement did not get to
 * its end, or the run has trained on: the others are taken. Else all are, and points that there are stay until the end, so that nothing is lost.
 */
export function planMeasurement(store: RunStore, runId: string, series: readonly string[], steps: readonly number[]): MeasurementPlan {
  const kept = measuredPoints(store, runId, series)
  const taken = new Set(kept.map(({ step }) => step))
  const lacking = steps.filter((step) => !taken.has(step))
  if (lacking.length > 0 && lacking.length < steps.length) return { steps: lacking, kept, writesAtOnce: true }
  return { steps, kept: [], writesAtOnce: !store.listSeries(runId).some(({ name }) => series.includes(name)) }
}
