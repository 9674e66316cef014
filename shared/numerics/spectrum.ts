import { fourierNorms } from './fourier.ts'
import { gini } from './gini.ts'

/** Fourier spectrum of an embedding and what is read off it. */
export interface EmbeddingSpectrum {
  /** Norm at each frequency 0 … ⌊p/2⌋. */
  norms: Float64Array
  /** Gini coefficient of all norms, the constant included. */
  gini: number
  /** Frequencies k ≥ 1 whose norm is above a quarter of the largest such norm, ascending. */
  keyFrequencies: number[]
  /** Largest share of the squared norm, without the constant, that one frequency holds; 0 for a constant embedding. */
  largestShare: number
}

/**
 * Spectrum of the first `rows` rows (the residues; further tokens such as “=” are left out) of a matrix with `columns` columns.
 * The quarter rule for key frequencies is that of TransformerLens' grokking demo.
 */
export function embeddingSpectrum(data: Float32Array, rows: number, columns: number): EmbeddingSpectrum {
  const norms = fourierNorms(data, rows, columns)
  let largest = 0
  let energy = 0
  for (let k = 1; k < norms.length; k++) {
    largest = Math.max(largest, norms[k])
    energy += norms[k] ** 2
  }
  const keyFrequencies: number[] = []
  // What a constant leaves at other frequencies is rounding, not structure.
  if (largest <= 1e-9 * norms[0]) return { norms, gini: gini(norms), keyFrequencies, largestShare: 0 }
  for (let k = 1; k < norms.length; k++) if (norms[k] > largest / 4) keyFrequencies.push(k)
  return { norms, gini: gini(norms), keyFrequencies, largestShare: largest ** 2 / energy }
}
