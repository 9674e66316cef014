import { describe, expect, test } from 'vitest'
import { leadingSingularVector } from '../../../shared/numerics/leading-singular-vector.ts'
import { normals, randomSource } from '../../../shared/numerics/random.ts'
import { singularValues } from '../../../shared/numerics/singular-values.ts'

/** ‖Av‖ of a matrix in row order. */
function lengthOfImage(matrix: Float32Array, v: Float64Array): number {
  const rows = Array.from({ length: matrix.length / v.length }, (_, row) => matrix.subarray(row * v.length, (row + 1) * v.length))
  return Math.hypot(...rows.map((row) => row.reduce((sum, entry, column) => sum + entry * v[column], 0)))
}

describe('the leading singular vector', () => {
  test.each([[12, 5], [5, 12], [1, 7], [7, 1], [40, 40]])('of %i × %i is a unit vector that the matrix stretches by its largest singular value', (rows, columns) => {
    const matrix = normals(rows * columns, randomSource(rows))
    const vector = leadingSingularVector(matrix, normals(columns, randomSource(2)))
    expect(Math.hypot(...vector)).toBeCloseTo(1, 10)
    expect(lengthOfImage(matrix, vector) / singularValues(matrix, rows, columns)[0]).toBeCloseTo(1, 3)
  })

  test('of zeros is where it starts', () => {
    expect(Array.from(leadingSingularVector(new Float32Array(6), [3, 4]))).toEqual([3, 4])
  })
})
