import type { CurvePoints } from './curve-points.ts'

export type Centre = 'mean' | 'median'
export type Spread = 'range' | 'deviation' | 'none'

export interface Grouping { centre: Centre; spread: Spread; ended: Ended }

/** A group of runs as one line with a band. `counts` says how many runs each step rests on. */
export interface GroupedCurve { centre: CurvePoints; low: CurvePoints; high: CurvePoints; counts: Float64Array }

/** What a run counts for after its last point: on with its last value, or no more. */
export type Ended = 'hold' | 'leave'

/**
 * Centre and spread over runs at every step that any of them measured. A run that lacks the step counts with the value on
 * the straight line between its neighbours; before its first point and in its gaps it does not count, after its last one as `ended` says.
 * `deviation` is one sample standard deviation to either side; `range` goes from the smallest to the largest value.
 */
export function groupCurves(members: readonly CurvePoints[], { centre, spread, ended }: Grouping): GroupedCurve {
  const steps = unionOfSteps(members)
  const columns = members.map((member) => valuesAt(member, steps, ended))
  const make = (): CurvePoints => ({ steps, values: new Float64Array(steps.length).fill(Number.NaN) })
  const grouped: GroupedCurve = { centre: make(), low: make(), high: make(), counts: new Float64Array(steps.length) }
  for (let index = 0; index < steps.length; index++) {
    const values = columns.map((column) => column[index]).filter(Number.isFinite).sort((a, b) => a - b)
    grouped.counts[index] = values.length
    if (values.length === 0) continue
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const middle = centre === 'mean' ? mean : median(values)
    const reach = spread === 'deviation' ? deviation(values, mean) : 0
    grouped.centre.values[index] = middle
    grouped.low.values[index] = spread === 'range' ? values[0] : middle - reach
    grouped.high.values[index] = spread === 'range' ? values[values.length - 1] : middle + reach
  }
  return grouped
}

function unionOfSteps(members: readonly CurvePoints[]): Float64Array {
  const [first, ...others] = members
  if (first && others.every((other) => haveSameSteps(first, other))) return first.steps
  return Float64Array.from(new Set(members.flatMap((member) => [...member.steps]))).sort()
}

function haveSameSteps(first: CurvePoints, second: CurvePoints): boolean {
  return first.steps.length === second.steps.length && first.steps.every((step, index) => step === second.steps[index])
}

function valuesAt(curve: CurvePoints, steps: Float64Array, ended: Ended): Float64Array {
  if (curve.steps === steps) return curve.values
  const values = new Float64Array(steps.length).fill(Number.NaN)
  let after = 0
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index]
    while (after < curve.steps.length && curve.steps[after] < step) after++
    if (curve.steps[after] === step) values[index] = curve.values[after]
    else if (after === curve.steps.length && after > 0 && ended === 'hold') values[index] = curve.values[after - 1]
    else if (after > 0 && after < curve.steps.length) {
      const share = (step - curve.steps[after - 1]) / (curve.steps[after] - curve.steps[after - 1])
      values[index] = curve.values[after - 1] + share * (curve.values[after] - curve.values[after - 1])
    }
  }
  return values
}

function median(sorted: readonly number[]): number {
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}

function deviation(values: readonly number[], mean: number): number {
  if (values.length < 2) return 0
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
}
