import type { RandomSource } from './random.ts'

/**
 * Toeplitz initialization of an embedding, [rows, width] in row order: v ~ U[0, 1)^width, entry (i, j) = v[|i − j|] / √width. These are the first
 * `rows` columns of the symmetric width × width Toeplitz matrix of v, read as rows. Throws `RangeError` for more rows than width. Source: Gu et al.
 * 2025 (arXiv 2504.03162), appendix E, and the commented-out lines of its official code.
 */
export function toeplitzEmbedding(rows: number, width: number, source: RandomSource): Float32Array {
  if (rows > width) throw new RangeError(`a Toeplitz embedding needs a width of at least its ${rows} rows, got ${width}`)
  const vector = Float64Array.from({ length: width }, () => source.uniform() / Math.sqrt(width))
  return Float32Array.from({ length: rows * width }, (_, at) => vector[Math.abs(Math.floor(at / width) - (at % width))])
}
