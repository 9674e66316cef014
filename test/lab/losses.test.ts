import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { losses } from '../../src-main/lab/losses/index.ts'
import { backends, useBackend } from './backends.ts'
import { gradientError, hessianError, randomTensor, relativeError } from './derivatives.ts'

const exact = losses['cross-entropy']
const naive = losses['cross-entropy-float32']
const squared = losses['mean-squared-error']
const value = (loss: tf.Scalar): number => loss.dataSync()[0]
const classes = (...right: number[]): tf.Tensor1D => tf.tensor1d(right, 'int32')
const as2d = (x: tf.Tensor): tf.Tensor2D => x as tf.Tensor2D

/** Cross-entropy in float64. */
function reference(logits: number[][], right: number[]): number {
  const single = logits.map((row, example) => {
    const others = row.filter((_, j) => j !== right[example]).map((z) => z - row[right[example]])
    const m = Math.max(0, ...others)
    return m + Math.log1p(Math.expm1(-m) + others.reduce((sum, d) => sum + Math.exp(d - m), 0))
  })
  return single.reduce((sum, loss) => sum + loss, 0) / single.length
}

describe.each(backends)('losses on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test.each([[113, 4.727388], [97, 4.574711], [59, 4.077537]])('uniform logits over %d classes cost ln p = %d', (p, expected) => {
    const logits = tf.zeros<tf.Rank.R2>([3, p])
    expect(value(exact(logits, classes(0, 5, p - 1)))).toBeCloseTo(expected, 5)
    expect(value(naive(logits, classes(0, 5, p - 1)))).toBeCloseTo(expected, 5)
    expect(value(squared(logits, classes(0, 5, p - 1)))).toBeCloseTo(1 / p, 7)
  })

  test('exact cross-entropy agrees with float64 from a gap of 80 to one of −80', () => {
    for (const gap of [80, 60, 30, 17, 10, 3, 0.1, 0, -0.1, -3, -30, -80]) {
      const logits = [[gap, 0, -1.5], [0.25, gap, 0]]
      const result = value(exact(tf.tensor2d(logits), classes(0, 1)))
      expect(Math.abs(result / reference(logits, [0, 1]) - 1), `gap ${gap}`).toBeLessThan(2e-6)
    }
  })

  test('is 1.87e-13 at a gap of 30 to two other classes, where log-softmax gives 0', () => {
    const logits = tf.tensor2d([[30, 0, 0]])
    expect(value(exact(logits, classes(0))) / 1.8715e-13).toBeCloseTo(1, 3)
    expect(value(naive(logits, classes(0)))).toBe(0)
  })

  test('its gradient stays exact too, where the naive one is exactly zero', () => {
    const logits = tf.tensor2d([[30, 0, 0]])
    const gradient = (loss: typeof exact) => [...tf.grad((z: tf.Tensor) => loss(as2d(z), classes(0)))(logits).dataSync()]
    expect(relativeError(gradient(exact), [-1.8715246e-13, 9.357623e-14, 9.357623e-14])).toBeLessThan(1e-6)
    expect(gradient(naive)[0]).toBe(0)
  })

  test.each([[16, false], [17, true]])('the naive one of two logits %d apart, in float32: collapsed to 0 is %s', (gap, isCollapsed) => {
    // 1 + e^−gap is 1 once the gap is above ln 2²⁴ = 16.6.
    expect(value(naive(tf.tensor2d([[gap, 0]]), classes(0))) === 0).toBe(isCollapsed)
    expect(value(exact(tf.tensor2d([[gap, 0]]), classes(0)))).toBeGreaterThan(0)
  })

  test('the gradient of an example sums to zero', () => {
    const gradient = tf.grad((z: tf.Tensor) => exact(as2d(z), classes(1, 3, 0)))(randomTensor([3, 7], 4, 5))
    for (const total of tf.sum(gradient, 1).dataSync()) expect(Math.abs(total)).toBeLessThan(1e-7)
  })

  test('no logit is too large', () => {
    const logits = tf.tensor2d([[1e5, -1e5, 0], [-1e5, 1e5, 0]])
    expect(value(exact(logits, classes(0, 0)))).toBe(1e5)
  })

  test.each(Object.entries(losses))('%s: gradient and Hessian-vector products agree with central differences', (_, loss) => {
    const right = classes(2, 0, 4, 4, 1)
    const f = (z: tf.Tensor): tf.Scalar => loss(as2d(z), right)
    const logits = randomTensor([5, 6], 9, 2)
    expect(gradientError(f, logits, 0.1)).toBeLessThan(2e-3)
    expect(hessianError(f, logits, 0.1)).toBeLessThan(1e-3)
  })

  test('mean squared error is averaged over examples and classes', () => {
    expect(value(squared(tf.tensor2d([[1, 0], [0, 3]]), classes(0, 0)))).toBeCloseTo((1 + 9) / 4, 6)
  })
})
