import { describe, expect, it } from 'vitest'
import { linearTicks, logarithmicTicks, niceLinearScale, niceLogarithmicScale, stepTicks } from '../../../shared/figures/ticks.ts'

describe('ticks', () => {
  it('of a linear axis are multiples of 1, 2 or 5 times a power of ten, inside it', () => {
    expect(linearTicks(0, 9499, 5)).toEqual([0, 2000, 4000, 6000, 8000])
    expect(linearTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
    expect(linearTicks(-0.3, 0.3, 6)).toEqual([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3])
    expect(linearTicks(5, 5, 4)).toEqual([5])
  })

  it('of a log axis are powers of ten, thinned evenly', () => {
    expect(logarithmicTicks(1, 40_000, 6)).toEqual([1, 10, 100, 1000, 10_000])
    expect(logarithmicTicks(1e-12, 100, 4)).toEqual([1e-12, 1e-8, 1e-4, 1])
  })

  it('of a short log axis are 1, 2 and 5, or round numbers', () => {
    expect(logarithmicTicks(3, 60, 6)).toEqual([5, 10, 20, 50])
    expect(logarithmicTicks(0.91, 0.99, 4)).toEqual([0.92, 0.94, 0.96, 0.98])
  })

  it('of steps are whole numbers, except between two of them', () => {
    expect(stepTicks('logarithmic', 1, 2, 10)).toEqual([1, 2])
    expect(stepTicks('linear', 0, 3, 8)).toEqual([0, 1, 2, 3])
    expect(stepTicks('logarithmic', 1, 40_000, 6)).toEqual([1, 10, 100, 1000, 10_000])
    expect(stepTicks('linear', 2.1, 2.9, 2)).toEqual([2.5])
  })
})

describe('scales that end on ticks', () => {
  it('hold all values', () => {
    expect(niceLinearScale(35, 60, 5)).toEqual({ from: 35, to: 60, ticks: [35, 40, 45, 50, 55, 60] })
    expect(niceLinearScale(0, 4.9, 5)).toEqual({ from: 0, to: 5, ticks: [0, 1, 2, 3, 4, 5] })
    expect(niceLogarithmicScale(3e-9, 17, 6)).toMatchObject({ from: 1e-9, to: 100 })
    expect(niceLogarithmicScale(0.3, 0.7, 5)).toMatchObject({ from: 0.2, to: 1 })
  })

  it('are not empty where there is one value only', () => {
    expect(niceLinearScale(0, 0, 5)).toMatchObject({ from: -0.6, to: 0.6 })
    expect(niceLinearScale(10, 10, 2)).toMatchObject({ from: 9, to: 11 })
    expect(niceLogarithmicScale(1, 1, 5)).toMatchObject({ from: 0.5, to: 2 })
  })

  it('hold every range, over many orders of magnitude', () => {
    for (let i = 0; i < 20_000; i++) {
      const low = 10 ** (-12 + ((i * 0.618034) % 1) * 14)
      const high = low * 10 ** (((i * 0.414214) % 1) * 9)
      const linear = niceLinearScale(low, high, 2 + (i % 7))
      const logarithmic = niceLogarithmicScale(low, high, 2 + (i % 7))
      const slack = 1 + 1e-6
      expect(linear.from <= low * slack && linear.to >= high / slack && linear.ticks.length >= 2 && linear.ticks.length < 30).toBe(true)
      expect(logarithmic.from <= low * slack && logarithmic.to >= high / slack && logarithmic.ticks.length < 30).toBe(true)
    }
  })
})
