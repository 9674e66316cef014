import { decimate, lowerBound, type Points } from '../numerics/decimate.ts'
import { smooth } from '../numerics/smoothing.ts'
import type { SeriesData } from '../rpc.ts'

/** How a panel shows a series. */
export interface CurveView {
  /** Limits of the shared x axis. */
  from: number
  to: number
  logarithmicSteps: boolean
  logarithmicValues: boolean
  smoothing: number
  pixels: number
}

export interface CurvePoints extends Points {
  /** Values in view that a panel cannot draw: not finite, or ≤ 0 on a log axis. */
  omitted: number
}

/** What is drawn of a series: smoothed over its whole history, then gaps cut, then thinned to the panel's pixels. */
export function curvePoints(series: SeriesData, view: CurveView): CurvePoints {
  const raw = view.smoothing > 0 ? { steps: series.steps, values: smooth(series.values, view.smoothing) } : series
  const first = lowerBound(raw.steps, view.from)
  const values = raw.values.slice()
  let omitted = 0
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i]) && !(view.logarithmicValues && values[i] <= 0)) continue
    values[i] = NaN
    if (i >= first && raw.steps[i] <= view.to && !(view.logarithmicSteps && raw.steps[i] <= 0)) omitted++
  }
  const range = { from: view.from, to: view.to, pixels: view.pixels, logarithmic: view.logarithmicSteps }
  return { ...decimate({ steps: raw.steps, values }, range), omitted }
}

/** Value of a drawn curve at a step: that of the last point at or before it. Null before the first, and in a gap. */
export function valueAt(points: Points, step: number): number | null {
  const index = lowerBound(points.steps, step)
  const value = points.values[points.steps[index] === step ? index : index - 1]
  return Number.isFinite(value) ? value : null
}
