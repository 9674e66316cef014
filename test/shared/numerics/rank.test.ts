import { describe, expect, it } from 'vitest'
import { numericalRank } from '../../../shared/numerics/rank.ts'
import { normals, randomSource } from '../../../shared/numerics/random.ts'
import { singularValues } from '../../../shared/numerics/singular-values.ts'
import { analysis } from './analysis-fixtures.ts'
import { distance } from './fixtures.ts'

describe('singular values', () => {
  it.each(analysis.rank)('agree with NumPy: $name', ({ data, rows, columns, singular }) => {
    expect(distance(singularValues(data, rows, columns), singular)).toBeLessThanOrEqual(1e-14 * rows * (singular[0] || 1))
  })

  it.each(analysis.rank)('are those of the transpose: $name', ({ data, rows, columns, singular }) => {
    const transpose = Float64Array.from(data, (_, at) => data[(at % rows) * columns + Math.floor(at / rows)])
    expect(distance(singularValues(transpose, columns, rows), singular)).toBeLessThanOrEqual(1e-14 * rows * (singular[0] || 1))
  })

  it('of a product of rotations and a diagonal are the diagonal', () => {
    const [cosine, sine] = [Math.cos(0.3), Math.sin(0.3)]
    expect([...singularValues([3 * cosine, -2 * sine, 3 * sine, 2 * cosine], 2, 2)]).toEqual([expect.closeTo(3, 14), expect.closeTo(2, 14)])
  })

  it('squared sum to the squared norm, and fall, at 512 × 512', () => {
    const data = normals(512 * 512, randomSource(1))
    const singular = singularValues(data, 512, 512)
    expect(singular).toHaveLength(512)
    const squares = data.reduce((sum, value) => sum + value ** 2, 0)
    expect(singular.reduce((sum, value) => sum + value ** 2, 0) / squares).toBeCloseTo(1, 12)
    expect([...singular]).toEqual([...singular].sort((a, b) => b - a))
  })

  it('of a matrix without rows are none, and of missing or infinite values an error', () => {
    expect(singularValues([], 0, 4)).toHaveLength(0)
    expect(() => singularValues([1, 2, 3], 2, 2)).toThrow('expected 2 × 2 values, got 3')
    expect(() => singularValues([1, NaN], 1, 2)).toThrow('expected finite values')
  })
})

describe('the numerical rank', () => {
  it.each(analysis.rank)('agrees with PyTorch, NumPy and the relative threshold: $name', ({ data, rows, columns, rank, numpyRank, thousandth }) => {
    const float32 = Float32Array.from(data)
    expect(numpyRank).toBe(rank)
    expect(numericalRank(float32, rows, columns)).toBe(rank)
    expect(numericalRank(float32, rows, columns, 'thousandth')).toBe(thousandth)
  })

  it('of a fresh embedding is the number of its rows, and of the product with its own half that of the half', () => {
    const embedding = normals(99 * 128, randomSource(2))
    expect(numericalRank(embedding, 99, 128)).toBe(99)
    const half = embedding.map((value, at) => (at % 128 < 40 ? value : 0))
    expect(numericalRank(half, 99, 128)).toBe(40)
  })
})
