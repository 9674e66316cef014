import { describe, expect, it } from 'vitest'
import { randomSource } from '../../../shared/numerics/random.ts'
import { toeplitzEmbedding } from '../../../shared/numerics/toeplitz.ts'

describe('a Toeplitz embedding', () => {
  const [rows, width] = [98, 128]
  const embedding = toeplitzEmbedding(rows, width, randomSource(3))
  const at = (i: number, j: number): number => embedding[i * width + j]

  it('is constant along its diagonals and symmetric about them', () => {
    for (let i = 0; i < rows; i++) for (let j = 0; j < width; j++) expect(at(i, j)).toBe(at(0, Math.abs(i - j)))
  })

  it('holds uniform numbers from 0 to 1/√width in its first row, in the order of the source', () => {
    const source = randomSource(3)
    for (let j = 0; j < width; j++) expect(at(0, j)).toBe(Math.fround(source.uniform() / Math.sqrt(width)))
    const first = embedding.subarray(0, width)
    expect(Math.min(...first)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...first)).toBeLessThan(1 / Math.sqrt(width))
    expect(first.reduce((sum, value) => sum + value, 0) / Math.sqrt(width)).toBeCloseTo(0.5, 1)
  })

  it('has no more rows than columns', () => {
    expect(toeplitzEmbedding(4, 4, randomSource(0))).toHaveLength(16)
    expect(() => toeplitzEmbedding(5, 4, randomSource(0))).toThrow('a Toeplitz embedding needs a width of at least its 5 rows, got 4')
  })
})
