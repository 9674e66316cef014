import { describe, expect, it } from 'vitest'
import { smooth } from '../../../shared/numerics/smoothing.ts'
import { distance, fixtures } from './fixtures.ts'

describe('smoothing by the debiased exponential moving average', () => {
  it.each(fixtures.smoothing)('agrees with TensorBoard’s formula at weight $weight', ({ values, weight, smoothed }) => {
    expect(distance(smooth(values, weight), smoothed)).toBeLessThan(1e-12)
  })

  it('by hand: 1, 2, 4 at 0.5', () => {
    // last = 0.5, 1.25, 2.625; divided by 0.5, 0.75, 0.875
    expect([...smooth([1, 2, 4], 0.5)]).toEqual([1, expect.closeTo(5 / 3, 12), 3])
  })

  it('begins with the first value and leaves weight 0 alone', () => {
    expect(smooth([3, 9, 1], 0.9)[0]).toBeCloseTo(3, 12)
    expect([...smooth([3, 9, 1], 0)]).toEqual([3, 9, 1])
    expect([...smooth([3, 9, 1], NaN)]).toEqual([3, 9, 1])
  })

  it('lets values that are not finite pass, uncounted', () => {
    const gap = smooth([1, NaN, 2, Infinity, 4], 0.5)
    expect(gap[1]).toBeNaN()
    expect(gap[3]).toBe(Infinity)
    expect([gap[0], gap[2], gap[4]]).toEqual([...smooth([1, 2, 4], 0.5)])
  })

  it('leaves a constant exactly as it is', () => {
    expect([...smooth([0.1, 0.1, 0.1, 0.1], 0.97)]).toEqual([0.1, 0.1, 0.1, 0.1])
    expect([...smooth([], 0.5)]).toEqual([])
  })

  it('clamps the weight: 1 flattens to 0, as in TensorBoard, which is why figures stop at 0.999', () => {
    expect([...smooth([1, 2], 7)]).toEqual([0, 0])
    expect([...smooth([1, 2], -7)]).toEqual([1, 2])
  })
})
