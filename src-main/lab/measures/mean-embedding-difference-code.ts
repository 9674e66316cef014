import { medVariants, meanEmbeddingDifference } from '../../../shared/numerics/uniformity.ts'
import type { EmbeddingMeasure } from './measure.ts'

const variants = medVariants.filter((variant) => variant !== 'definition')

/** MED as the official code of arXiv 2504.03162 takes it, by each of its scripts: without wrap-around and without the last token. */
export const meanEmbeddingDifferenceCode: EmbeddingMeasure = {
  kind: 'embedding',
  series: variants.map((variant) => `uniformity/med-${variant}`),
  compute: ({ data, ...rows }) => variants.map((variant) => meanEmbeddingDifference(data, rows, variant))
}
