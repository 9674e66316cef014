import { describe, expect, it } from 'vitest'
import { absoluteEntropy } from '../../../shared/numerics/weight-entropy.ts'
import { analysis } from './analysis-fixtures.ts'

describe('the absolute entropy of weights or gradients', () => {
  it('of 0.5, −0.25 and 0 is ½ ln 2 + ¼ ln 4', () => {
    expect(absoluteEntropy([0.5, -0.25, 0])).toBeCloseTo(0.5 * Math.LN2 + 0.25 * Math.log(4), 15)
    expect(absoluteEntropy([0.5, -0.25, 0])).toBeCloseTo(0.6931, 4)
  })

  it.each(analysis.entropy)('agrees with NumPy', ({ values, entropy }) => {
    expect(absoluteEntropy(values)).toBeCloseTo(entropy, 12)
  })

  it('adds up over tensors, is negative above 1 and shows what is not a number', () => {
    expect(absoluteEntropy(Float32Array.of(0.5), Float64Array.of(-0.25), [])).toBe(absoluteEntropy([0.5, -0.25]))
    expect(absoluteEntropy([Math.E])).toBeCloseTo(-Math.E, 14)
    expect(absoluteEntropy([0.5, NaN])).toBeNaN()
    expect(absoluteEntropy()).toBe(0)
  })
})
