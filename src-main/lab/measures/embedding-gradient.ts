import { embeddingGradientRows, trainedEmbedding } from './embedding-rows.ts'
import type { TensorMeasure } from './measure.ts'

/** Gradient of the batch's loss with respect to each token's embedding: rows of tokens that the batch lacks are zero (arXiv 2505.15624, Fig. 3). */
export const embeddingGradient: TensorMeasure = {
  kind: 'tensor',
  tensors(network) {
    const embedding = trainedEmbedding(network)
    return embedding === null ? [] : [{ name: 'embedding-gradient', shape: embedding.shape }]
  },
  compute: (evaluation) => [embeddingGradientRows(evaluation)]
}
