import { fourierNorms } from './fourier.ts'
import { gini } from './gini.ts'
import { keyFrequencies } from './key-frequencies.ts'

/** Fourier spectrum of an embedding and what is read off it. */
export interface EmbeddingSpectrum {
  /** Norm at each frequency 0 … ⌊p/2⌋. */
  norms: Float64Array
  /** Gini coefficient of the norms at k ≥ 1. */
  gini: number
  /** By `keyFrequencies`. */
  keyFrequencies: number[]
  /** Largest share of the squared norm, without the constant, that one frequency holds; 0 for a constant embedding. */
  largestShare: number
}

/** Spectrum of the first `rows` rows (the residues; further tokens such as “=” are left out) of a matrix with `columns` columns. */
export function embeddingSpectrum(data: Float32Array, rows: number, columns: number): EmbeddingSpectrum {
  const norms = fourierNorms(data, rows, columns)
  let largest = 0
  let energy = 0
  for (let k = 1; k < norms.length; k++) {
    largest = Math.max(largest, norms[k])
    energy += norms[k] ** 2
  }
  const keys = keyFrequencies(norms)
  return { norms, gini: gini(norms.subarray(1)), keyFrequencies: keys, largestShare: keys.length === 0 ? 0 : largest ** 2 / energy }
}
