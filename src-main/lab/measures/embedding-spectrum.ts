import { embeddingSpectrum as spectrumOf } from '../../../shared/numerics/spectrum.ts'
import type { EmbeddingMeasure } from './measure.ts'

/**
 * From the norms of the embedding's Fourier components at the frequencies k ≥ 1: their Gini coefficient, how many are
 * key frequencies, and the share of the squared norm that the largest holds (Nanda et al. 2023).
 */
export const embeddingSpectrum: EmbeddingMeasure = {
  kind: 'embedding',
  series: ['embedding/gini', 'embedding/key-frequencies', 'embedding/largest-share'],
  compute({ data, residues, columns }) {
    const { gini, keyFrequencies, largestShare } = spectrumOf(data, residues, columns)
    return [gini, keyFrequencies.length, largestShare]
  }
}
