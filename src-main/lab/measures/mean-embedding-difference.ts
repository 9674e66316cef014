import { meanEmbeddingDifference as differenceOf } from '../../../shared/numerics/uniformity.ts'
import type { EmbeddingMeasure } from './measure.ts'

/** MED, how far the embeddings of neighbouring residues lie apart (arXiv 2504.03162, definition 4.2, with wrap-around). */
export const meanEmbeddingDifference: EmbeddingMeasure = {
  kind: 'embedding',
  series: ['uniformity/med'],
  compute: ({ data, ...rows }) => [differenceOf(data, rows)]
}
