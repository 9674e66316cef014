import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { normals, randomSource } from '../../shared/numerics/random.ts'
import { singularValues } from '../../shared/numerics/singular-values.ts'
import { followLargestSingularValue } from '../../src-main/lab/primitives/largest-singular-value.ts'
import { backends, useBackend } from './backends.ts'

const [rows, columns] = [12, 5]
const values = normals(rows * columns, randomSource(1))

/** σ after so many iterations on each matrix in turn, the vector carried on. */
function follow(matrices: readonly tf.Tensor2D[], iterations: number): number[] {
  let vector = tf.tensor1d(normals(columns, randomSource(2)))
  return matrices.map((matrix) => {
    const estimate = followLargestSingularValue(matrix, vector, iterations)
    vector = estimate.vector
    return estimate.value.dataSync()[0]
  })
}

describe.each(backends)('the largest singular value that is followed on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test('is that of the matrix once it stays', () => {
    const [found] = follow([tf.tensor2d(values, [rows, columns])], 60)
    expect(found / singularValues(values, rows, columns)[0]).toBeCloseTo(1, 4)
  })

  test('is 0 while the matrix is zero, and follows it as soon as it is not', () => {
    const matrix = tf.tensor2d(values, [rows, columns])
    const [zero, later, again] = follow([tf.zeros<tf.Rank.R2>([rows, columns]), matrix, tf.mul(matrix, 2)], 60)
    expect(zero).toBe(0)
    expect(later / singularValues(values, rows, columns)[0]).toBeCloseTo(1, 4)
    expect(again / later).toBeCloseTo(2, 4)
  })
})
