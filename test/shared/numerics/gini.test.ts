import { describe, expect, it } from 'vitest'
import { gini } from '../../../shared/numerics/gini.ts'
import { fixtures } from './fixtures.ts'

describe('the Gini coefficient', () => {
  it.each(fixtures.gini)('is mean |x_i − x_j| / (2 · mean), by its definition: $gini', (fixture) => {
    expect(gini(fixture.values)).toBeCloseTo(fixture.gini, 12)
  })

  it('is 1 − 1/n where one value holds all, 0 where all are equal', () => {
    expect(gini([0, 0, 0, 7])).toBeCloseTo(0.75, 12)
    expect(gini(new Float32Array(57).fill(3))).toBeCloseTo(0, 12)
    expect(gini([5])).toBe(0)
    expect(gini([0, 0])).toBe(0)
  })

  it('does not depend on scale or order', () => {
    expect(gini([1, 2, 3, 10])).toBeCloseTo(gini([1000, 200, 100, 300]), 12)
  })

  it('is NaN for what it does not measure', () => {
    expect(gini([])).toBeNaN()
    expect(gini([1, -1])).toBeNaN()
    expect(gini([1, NaN])).toBeNaN()
    expect(gini([1, Infinity])).toBeNaN()
  })
})
