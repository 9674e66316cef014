import { lowerBound, type Points } from '../../../shared/numerics/decimate.ts'
import type { SeriesData } from '../../../shared/rpc.ts'
import type { Range, ScaleKind } from '../axis.ts'

/** A curve ready to be drawn: ascending steps; NaN is a gap. */
export type CurvePoints = Points

export const emptyCurve: CurvePoints = { steps: new Float64Array(0), values: new Float64Array(0) }

/** Points of an answer of `series.read`. Bins with extrema become two points, so that no spike is lost. */
export function curveOf({ steps, values, minimum, maximum }: SeriesData): CurvePoints {
  if (!minimum || !maximum) return { steps, values }
  const outSteps = new Float64Array(steps.length * 2)
  const outValues = new Float64Array(steps.length * 2)
  let count = 0
  let previous = Number.NaN
  const push = (step: number, value: number) => {
    outSteps[count] = step
    outValues[count++] = value
    previous = value
  }
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index]
    const low = minimum[index]
    const high = maximum[index]
    if (!(low < high)) push(step, values[index])
    else if (Math.abs(previous - low) <= Math.abs(previous - high)) { push(step, low); push(step, high) } else { push(step, high); push(step, low) }
  }
  return { steps: outSteps.slice(0, count), values: outValues.slice(0, count) }
}

/** `before` up to its points below the first step of `after`, then `after`. */
export function joinCurves(before: CurvePoints, after: CurvePoints): CurvePoints {
  if (after.steps.length === 0) return before
  const kept = lowerBound(before.steps, after.steps[0])
  return concatenate([slice(before, 0, kept), after])
}

/** `base` with the part inside `range` replaced by `detail`, which was read at a higher resolution. */
export function spliceCurves(base: CurvePoints, detail: CurvePoints, range: Range): CurvePoints {
  const until = lowerBound(base.steps, Math.min(range.from, detail.steps[0] ?? range.from))
  const lastDetail = detail.steps.at(-1) ?? range.to
  let from = lowerBound(base.steps, Math.max(range.to, lastDetail))
  while (from < base.steps.length && base.steps[from] <= lastDetail) from++
  return concatenate([slice(base, 0, until), detail, slice(base, from, base.steps.length)])
}

function slice({ steps, values }: CurvePoints, from: number, to: number): CurvePoints {
  return { steps: steps.subarray(from, to), values: values.subarray(from, to) }
}

function concatenate(parts: CurvePoints[]): CurvePoints {
  const length = parts.reduce((sum, part) => sum + part.steps.length, 0)
  const joined = { steps: new Float64Array(length), values: new Float64Array(length) }
  let offset = 0
  for (const part of parts) {
    joined.steps.set(part.steps, offset)
    joined.values.set(part.values, offset)
    offset += part.steps.length
  }
  return joined
}

/** The point nearest to `step`; null outside of the curve, and where the curve is empty. */
export function pointNear(curve: CurvePoints, step: number): { step: number; value: number } | null {
  const { steps, values } = curve
  const last = steps.at(-1)
  if (last === undefined || step > last * 1.02 + 1) return null
  const after = Math.min(lowerBound(steps, step), steps.length - 1)
  const before = Math.max(0, after - 1)
  const nearest = Math.abs(steps[before] - step) <= Math.abs(steps[after] - step) ? before : after
  return { step: steps[nearest], value: values[nearest] }
}

/** Smallest and largest finite value inside a range of steps; on a log scale of the positive ones. */
export function valueExtent(curve: CurvePoints, range: Range, kind: ScaleKind): Range | null {
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  // One point either side is part of the line that is seen.
  const first = Math.max(0, lowerBound(curve.steps, range.from) - 1)
  for (let index = first; index < curve.steps.length; index++) {
    const value = curve.values[index]
    const isShown = Number.isFinite(value) && (kind === 'linear' || value > 0)
    if (isShown && value < from) from = value
    if (isShown && value > to) to = value
    if (curve.steps[index] > range.to) break
  }
  return from <= to ? { from, to } : null
}

/** What the axes of a panel cannot show of a curve. */
export interface Hidden { stepZero: number; nonPositive: number; notFinite: number }

export function hiddenPoints({ steps, values }: CurvePoints, x: ScaleKind, y: ScaleKind): Hidden {
  const hidden = { stepZero: x === 'logarithmic' ? lowerBound(steps, Number.MIN_VALUE) : 0, nonPositive: 0, notFinite: 0 }
  for (const value of values) {
    if (!Number.isFinite(value)) hidden.notFinite++
    else if (y === 'logarithmic' && value <= 0) hidden.nonPositive++
  }
  return hidden
}
