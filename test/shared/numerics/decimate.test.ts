import { describe, expect, it } from 'vitest'
import { decimate, lowerBound, type PixelRange, type Points } from '../../../shared/numerics/decimate.ts'
import { randomSource } from '../../../shared/numerics/random.ts'

const random = randomSource(3)
const length = 40_000
const points: Points = {
  steps: Float64Array.from({ length }, (_, i) => i),
  values: Float64Array.from({ length }, (_, i) => Math.sin(i / 700) + 0.3 * random.uniform())
}
const whole: PixelRange = { from: 0, to: length - 1, pixels: 500, logarithmic: false }

/** Lowest and highest value of each pixel column, straight from the definition. */
function columnExtrema({ steps, values }: Points, range: PixelRange): Map<number, [number, number]> {
  const place = range.logarithmic ? Math.log : (step: number) => step
  const columns = new Map<number, [number, number]>()
  for (let i = 0; i < steps.length; i++) {
    if (steps[i] < range.from || steps[i] > range.to) continue
    const share = (place(steps[i]) - place(range.from)) / (place(range.to) - place(range.from))
    const column = Math.min(Math.floor(share * range.pixels), range.pixels - 1)
    const [low, high] = columns.get(column) ?? [Infinity, -Infinity]
    columns.set(column, [Math.min(low, values[i]), Math.max(high, values[i])])
  }
  return columns
}

describe('thinning a curve to pixels', () => {
  it.each([
    ['the whole axis', whole],
    ['a part of it', { ...whole, from: 12_345, to: 31_000, pixels: 333 }],
    ['a log axis', { ...whole, from: 1, logarithmic: true, pixels: 700 }]
  ])('keeps the lowest and the highest value of every pixel column exactly: %s', (_, range) => {
    const thinned = decimate(points, range)
    const expected = columnExtrema(points, range)
    const found = columnExtrema(thinned, range)
    expect(found).toEqual(expected)
  })

  it('keeps at most about two points for each pixel, in order, each one of the original', () => {
    const { steps, values } = decimate(points, whole)
    expect(steps.length).toBeLessThanOrEqual(2 * whole.pixels + 4)
    for (let i = 0; i < steps.length; i++) {
      expect(values[i]).toBe(points.values[steps[i]])
      if (i > 0) expect(steps[i]).toBeGreaterThan(steps[i - 1])
    }
  })

  it('keeps the first and the last point, and the neighbours outside, so that lines reach the edge', () => {
    expect(decimate(points, whole).steps.at(0)).toBe(0)
    expect(decimate(points, whole).steps.at(-1)).toBe(length - 1)
    const { steps } = decimate(points, { ...whole, from: 1000.5, to: 30_000.5 })
    expect([steps[0], steps[1], steps.at(-2), steps.at(-1)]).toEqual([1000, 1001, 30_000, 30_001])
  })

  it('leaves few points alone', () => {
    const few = { steps: Float64Array.of(0, 5, 9), values: Float64Array.of(1, NaN, 2) }
    expect(decimate(few, { from: 0, to: 9, pixels: 100, logarithmic: false })).toEqual(few)
  })

  it('leaves out steps that a log axis does not have', () => {
    const few = { steps: Float64Array.of(-1, 0, 1, 10), values: Float64Array.of(4, 3, 2, 1) }
    expect([...decimate(few, { from: 1, to: 10, pixels: 100, logarithmic: true }).steps]).toEqual([1, 10])
    expect([...decimate(points, { from: 0, to: length, pixels: 50, logarithmic: true }).steps.slice(0, 2)]).toEqual([1, 2])
  })

  it('keeps a gap where a pixel column holds nothing else, and ignores it beside values', () => {
    const values = points.values.slice()
    values.fill(NaN, 10_000, 20_000)
    values[30_001] = NaN
    const thinned = decimate({ steps: points.steps, values }, whole)
    const gaps = [...thinned.steps].filter((_, i) => Number.isNaN(thinned.values[i]))
    expect(gaps.length).toBeGreaterThan(100)
    expect(gaps.every((step) => step >= 10_000 && step < 20_000)).toBe(true)
  })

  it('of nothing is nothing', () => {
    const none = { steps: new Float64Array(0), values: new Float64Array(0) }
    expect(decimate(none, whole).steps).toHaveLength(0)
    expect(decimate(points, { ...whole, from: 50_000, to: 60_000 }).steps).toEqual(Float64Array.of(length - 1))
  })

  it('takes 50 curves of 40,000 points in well under 300 ms', () => {
    const times = [1, 2, 3].map(() => {
      const start = performance.now()
      for (let i = 0; i < 50; i++) decimate(points, { ...whole, pixels: 1000 })
      return performance.now() - start
    })
    expect(Math.min(...times)).toBeLessThan(300)
  })
})

describe('finding a step', () => {
  it('gives the first index that is not below it', () => {
    const steps = [1, 3, 3, 7]
    expect([0, 1, 2, 3, 4, 7, 8].map((step) => lowerBound(steps, step))).toEqual([0, 0, 1, 1, 3, 3, 4])
  })
})
