import { tokenUniformity as uniformityOf } from '../../../shared/numerics/uniformity.ts'
import type { EmbeddingMeasure } from './measure.ts'

/** How evenly the residues' embeddings lie, whatever their scale: RECONSTRUCTION of the uniformity of arXiv 2504.03162, remark 3.9. */
export const tokenUniformity: EmbeddingMeasure = {
  kind: 'embedding',
  series: ['uniformity/neighbour-variation', 'uniformity/nearest-variation'],
  compute({ data, ...rows }) {
    const { neighbourVariation, nearestVariation } = uniformityOf(data, rows)
    return [neighbourVariation, nearestVariation]
  }
}
