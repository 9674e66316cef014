import type { ChunkSummary, Points } from './chunk-codec.ts'

export interface BinRange {
  /** First and last step of the axis. */
  from: number
  to: number
  /** Number of bins. */
  pixels: number
  logarithmic: boolean
}

/**
 * Lower edges of the bins. On a log axis they are evenly spaced in log10(step), `from` must be above 0, and steps at or
 * below 0 fall into a bin of their own before the first edge. Every step from the last edge on is in the last bin.
 */
export function binEdges({ from, to, pixels, logarithmic }: BinRange): Float64Array {
  const edges = new Float64Array(pixels)
  const [low, high] = logarithmic ? [Math.log10(from), Math.log10(to)] : [from, to]
  for (let bin = 0; bin < pixels; bin++) {
    const place = low + ((high - low) * bin) / pixels
    edges[bin] = logarithmic ? 10 ** place : place
  }
  edges[0] = from
  return edges
}

interface Kept { step: number; value: number }

/**
 * Reduces points, given in ascending order, to each bin's points of lowest and highest finite value, and the first and
 * last point of all. A bin without any finite value keeps its first point, so that a gap stays a gap.
 */
export class Decimator {
  readonly #edges: Float64Array
  readonly #output: Points
  #length = 0
  /** Index of the first edge that is above the open bin. */
  #next = 0
  #isOpen = false
  #first: Kept = { step: NaN, value: NaN }
  #last: Kept = { step: NaN, value: NaN }
  #hasAny = false
  #opening: Kept = { step: NaN, value: NaN }
  #low = Infinity
  #lowStep = NaN
  #high = -Infinity
  #highStep = NaN

  constructor(edges: Float64Array) {
    this.#edges = edges
    const capacity = 2 * (edges.length + 1) + 2
    this.#output = { steps: new Float64Array(capacity), values: new Float64Array(capacity) }
  }

  #edgeAbove(): number {
    return this.#next < this.#edges.length ? this.#edges[this.#next] : Infinity
  }

  #open(step: number, value: number): void {
    this.#close()
    while (step >= this.#edgeAbove()) this.#next++
    this.#isOpen = true
    this.#opening = { step, value }
    if (!this.#hasAny) {
      this.#hasAny = true
      this.#first = this.#opening
    }
  }

  #emit(step: number, value: number): void {
    this.#output.steps[this.#length] = step
    this.#output.values[this.#length++] = value
  }

  #close(): void {
    if (!this.#isOpen) return
    const isFirstBin = this.#length === 0
    const kept: Kept[] = isFirstBin ? [this.#first] : []
    if (this.#high === -Infinity) {
      kept.push(this.#opening)
    } else {
      const low = { step: this.#lowStep, value: this.#low }
      const high = { step: this.#highStep, value: this.#high }
      kept.push(...(low.step <= high.step ? [low, high] : [high, low]))
    }
    this.#emitDistinct(kept)
    this.#isOpen = false
    this.#low = Infinity
    this.#high = -Infinity
  }

  #emitDistinct(kept: readonly Kept[]): void {
    let before = -Infinity
    for (const { step, value } of kept) {
      if (step > before) this.#emit(step, value)
      before = step
    }
  }

  /** Takes points that follow all those before. */
  push({ steps, values }: Points): void {
    if (steps.length === 0) return
    let edge = this.#isOpen ? this.#edgeAbove() : -Infinity
    let low = this.#low
    let high = this.#high
    for (let index = 0; index < steps.length; index++) {
      const value = values[index]
      if (steps[index] >= edge) {
        this.#low = low
        this.#high = high
        this.#open(steps[index], value)
        edge = this.#edgeAbove()
        low = Infinity
        high = -Infinity
      }
      if (value < low && value !== -Infinity) { low = value; this.#lowStep = steps[index] }
      if (value > high && value !== Infinity) { high = value; this.#highStep = steps[index] }
    }
    this.#low = low
    this.#high = high
    this.#last = { step: steps[steps.length - 1], value: values[steps.length - 1] }
  }

  /** Takes a whole chunk by its summary where it lies within one bin and has finite extrema; false where it must be pushed. */
  pushSummary({ firstStep, lastStep, minimum, minimumStep, maximum, maximumStep }: ChunkSummary): boolean {
    if (minimum === null || minimumStep === null || maximum === null || maximumStep === null || !this.#hasAny) return false
    if (!this.#liesInOneBin(firstStep, lastStep)) return false
    if (!this.#isOpen || firstStep >= this.#edgeAbove()) this.#open(firstStep, minimum)
    if (minimum < this.#low) { this.#low = minimum; this.#lowStep = minimumStep }
    if (maximum > this.#high) { this.#high = maximum; this.#highStep = maximumStep }
    return true
  }

  #liesInOneBin(firstStep: number, lastStep: number): boolean {
    let next = this.#next
    while (next < this.#edges.length && firstStep >= this.#edges[next]) next++
    return next === this.#edges.length || lastStep < this.#edges[next]
  }

  /** What was kept. The last point is only known where it was pushed itself, not by its summary. */
  finish(): Points {
    this.#close()
    if (this.#hasAny && this.#output.steps[this.#length - 1] < this.#last.step) this.#emit(this.#last.step, this.#last.value)
    return { steps: this.#output.steps.slice(0, this.#length), values: this.#output.values.slice(0, this.#length) }
  }
}
