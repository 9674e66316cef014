import { describe, expect, it } from 'vitest'
import { largestEigenvalue } from '../../../shared/numerics/largest-eigenvalue.ts'
import { normals, randomSource } from '../../../shared/numerics/random.ts'

/** Products with Q·diag(λ)·Qᵀ, Q a product of reflections, as if by an oracle; counts them. */
function operator(eigenvalues: readonly number[]): { product: (v: Float32Array) => Float64Array; calls: () => number } {
  const size = eigenvalues.length
  const mirrors = [1, 2, 3].map((seed) => {
    const axis = Float64Array.from(normals(size, randomSource(seed)))
    const length = Math.hypot(...axis)
    return axis.map((value) => value / length)
  })
  const reflect = (x: Float64Array, axis: Float64Array): Float64Array => {
    const along = x.reduce((sum, value, i) => sum + value * axis[i], 0)
    return x.map((value, i) => value - 2 * along * axis[i])
  }
  let calls = 0
  const product = (v: Float32Array): Float64Array => {
    calls++
    const inside = mirrors.reduce(reflect, Float64Array.from(v)).map((value, i) => value * eigenvalues[i])
    return mirrors.toReversed().reduce(reflect, inside)
  }
  return { product, calls: () => calls }
}

describe('the largest eigenvalue of a symmetric operator', () => {
  it.each([
    ['positive and dominant', [5, 3, 1, -1, 0.5], 5],
    ['behind a larger negative one', [-5, 3, 1, 0.5, 0.1], 3],
    ['level with a negative one', [-5, 5, 1, 0.2, 0], 5],
    ['far behind a negative one', [-50, 1, 0.4, 0.1, 0], 1],
    ['negative, where all are', [-5, -3, -1, -4, -2], -1],
    ['double', [2, 2, 1, 0, 0], 2],
    ['tiny', [4e-9, -8e-9, 1e-9, 0, 0], 4e-9]
  ])('is found where it is %s', (_, eigenvalues, expected) => {
    const found = largestEigenvalue(operator(eigenvalues).product, eigenvalues.length)
    expect(Math.abs(found - expected)).toBeLessThan(1e-6 * Math.abs(expected))
  })

  it.each([
    ['geometric', Array.from({ length: 300 }, (_, i) => 0.99 ** i), 1e-5],
    // Of a large random symmetric matrix; the power method is 5 % low after as many products.
    ['semicircular', Array.from({ length: 2000 }, (_, i) => 2 * Math.cos(Math.PI * (i + 0.5) / 2000)), 5e-4]
  ])('is close from below in a %s spectrum, in 20 to 50 products', (_, eigenvalues, error) => {
    const { product, calls } = operator(eigenvalues)
    const share = largestEigenvalue(product, eigenvalues.length) / Math.max(...eigenvalues)
    expect(share).toBeGreaterThan(1 - error)
    expect(share).toBeLessThan(1 + 1e-6)
    expect(calls()).toBeLessThanOrEqual(50)
    expect(calls()).toBeGreaterThanOrEqual(20)
  })

  it('takes no more products than there are dimensions', () => {
    const { product, calls } = operator([3, 2, 1])
    largestEigenvalue(product, 3)
    expect(calls()).toBe(3)
  })

  it('is 0 for the zero operator and NaN where a product is', () => {
    expect(largestEigenvalue((v) => v.map(() => 0), 4)).toBe(0)
    expect(largestEigenvalue((v) => v.map(() => NaN), 4)).toBeNaN()
  })

  it('depends on the seed of the first vector alone, and tells its progress up to 1 at most', () => {
    const { product } = operator([-5, 3, 1, 0.5])
    const told: number[] = []
    const values = [1, 1, 2].map((seed) => largestEigenvalue(product, 4, { seed, progress: (fraction) => told.push(fraction) }))
    expect(values[0]).toBe(values[1])
    expect(Math.max(...told)).toBeLessThanOrEqual(1)
    expect(Math.min(...told)).toBeGreaterThan(0)
  })
})
