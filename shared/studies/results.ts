import type { Judgement, Points, RunResult } from './study.ts'

/** Results of the runs with a key, in the order of their seeds. */
export function ofKey(results: readonly RunResult[], key: string): RunResult[] {
  return results.filter((result) => result.key === key).toSorted((a, b) => a.seed - b.seed)
}

/** First measured step at which the value is at least the threshold; null where there is none. */
export function stepsTo({ steps, values }: Points, threshold: number): number | null {
  for (let i = 0; i < values.length; i++) if (values[i] >= threshold) return steps[i]
  return null
}

/** First measured step from `fromStep` on at which the value is below the threshold; null where there is none. */
export function stepsBelow({ steps, values }: Points, threshold: number, fromStep = 0): number | null {
  for (let i = 0; i < values.length; i++) if (steps[i] >= fromStep && values[i] < threshold) return steps[i]
  return null
}

/** Largest finite value; NaN where there is none. */
export function best({ values }: Points): number {
  return extreme(values, (value, held) => value > held)
}

/** Best test accuracy of a run, 0 … 1: papers call it its accuracy where test accuracy oscillates. */
export function bestTestAccuracy(run: RunResult): number {
  return best(run.series('test/accuracy'))
}

/** Smallest finite value; NaN where there is none. */
export function least({ values }: Points): number {
  return extreme(values, (value, held) => value < held)
}

function extreme(values: ArrayLike<number>, wins: (value: number, held: number) => boolean): number {
  let held = NaN
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i]) && (Number.isNaN(held) || wins(values[i], held))) held = values[i]
  }
  return held
}

/** First value; NaN of an empty series. */
export function first({ values }: Points): number {
  return values.length === 0 ? NaN : values[0]
}

/** Last value; NaN of an empty series. */
export function last({ values }: Points): number {
  return values.length === 0 ? NaN : values[values.length - 1]
}

/** Value at a step: that of the last point at or before it. NaN before the first. */
export function valueAt({ steps, values }: Points, step: number): number {
  let value = NaN
  for (let i = 0; i < steps.length && steps[i] <= step; i++) value = values[i]
  return value
}

/** The points from one step to another, both included. */
export function between({ steps, values }: Points, from: number, to = Infinity): Points {
  const kept = Array.from(steps, (step, i) => ({ step, value: values[i] })).filter(({ step }) => step >= from && step <= to)
  return { steps: kept.map(({ step }) => step), values: kept.map(({ value }) => value) }
}

/** A series at the steps of another, for example accuracy at checkpoints: each time the last value that is known. */
export function sampledAt(points: Points, steps: ArrayLike<number>): Points {
  return { steps, values: Array.from(steps, (step) => valueAt(points, step)) }
}

/** Mean of the finite values; NaN where there is none. */
export function mean(values: readonly number[]): number {
  const finite = values.filter(Number.isFinite)
  return finite.reduce((sum, value) => sum + value, 0) / finite.length
}

/** Middle value, mean of both middle ones for an even count. Infinity stands for "never"; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  if (sorted.length === 0) return NaN
  if (sorted.length % 2 === 1 || sorted[middle] === sorted[middle - 1]) return sorted[middle]
  return (sorted[middle - 1] + sorted[middle]) / 2
}

/**
 * Pearson's correlation of two series over the steps that both have, from `fromStep` on, −1 … 1. NaN with fewer than
 * three common finite points, and where one of them does not vary.
 */
export function correlation(a: Points, b: Points, fromStep = 0): number {
  const other = new Map(Array.from(b.steps, (step, i) => [step, b.values[i]]))
  const pairs = Array.from(a.steps, (step, i) => [step, a.values[i], other.get(step) ?? NaN])
    .filter(([step, x, y]) => step >= fromStep && Number.isFinite(x) && Number.isFinite(y))
  if (pairs.length < 3) return NaN
  const [meanX, meanY] = [mean(pairs.map(([, x]) => x)), mean(pairs.map(([, , y]) => y))]
  const sum = (product: (x: number, y: number) => number) => pairs.reduce((total, [, x, y]) => total + product(x - meanX, y - meanY), 0)
  const spread = Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y))
  return spread === 0 ? NaN : sum((x, y) => x * y) / spread
}

/** Steps of each run until a series reaches a threshold, Infinity where it never does. */
export function stepsOfEach(runs: readonly RunResult[], series: string, threshold: number): number[] {
  return runs.map((run) => stepsTo(run.series(series), threshold) ?? Infinity)
}

/** Steps of each run with a key until test accuracy is 95 %, Infinity where it never is. */
export function stepsTo95(results: readonly RunResult[], key: string): number[] {
  return stepsOfEach(ofKey(results, key), 'test/accuracy', 0.95)
}

/** The verdict of a comparison of steps where no run of either side got there: there is nothing to compare. */
export function neverThere(...sides: readonly (readonly number[])[]): Judgement | null {
  if (sides.flat().some(Number.isFinite)) return null
  return { verdict: 'undecided', measured: 'never', detail: 'no run of either side got there within its steps' }
}

/** Whether the runs with one key reach 95 % test accuracy in fewer steps than those with another (medians over seeds). */
export function judgeSooner(results: readonly RunResult[], sooner: string, later: string): Judgement {
  const [first, second] = [stepsTo95(results, sooner), stepsTo95(results, later)]
  return verdict(median(first) < median(second), `${sayRange(first)} against ${sayRange(second)}`, 'steps to 95 %')
}

/** A number for a verdict: grouped digits, three significant ones below 1,000, `never` for Infinity. */
export function say(value: number): string {
  if (Number.isNaN(value)) return '–'
  if (!Number.isFinite(value)) return 'never'
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',').replace('-', '−')
  return String(Number(value.toPrecision(3))).replace('-', '−')
}

/** Median and range over seeds: `1,428 (1,272–1,854)`; one value, or the same in all seeds, stands without a range. */
export function sayRange(values: readonly number[]): string {
  const middle = say(median(values))
  const [smallest, largest] = [Math.min(...values), Math.max(...values)]
  return values.length === 0 || smallest === largest ? middle : `${middle} (${say(smallest)}–${say(largest)})`
}

/** A share as a percentage with one digit. */
export function sayShare(share: number): string {
  return Number.isNaN(share) ? '–' : `${(share * 100).toFixed(1)} %`
}

/** A verdict from a condition. */
export function verdict(holds: boolean, measured: string, detail = ''): Judgement {
  return { verdict: holds ? 'reproduced' : 'failed', measured, detail }
}

/** True where each value is larger than the one before it, or smaller where `direction` is −1. Ties within `slack` pass. */
export function isMonotone(values: readonly number[], direction: 1 | -1, slack = 0): boolean {
  return values.every((value, i) => i === 0 || direction * (value - values[i - 1]) >= -slack)
}
