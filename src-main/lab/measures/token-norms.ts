import * as tf from '@tensorflow/tfjs-core'
import { normedRows, trainedEmbedding } from './embedding-rows.ts'
import type { TensorMeasure } from './measure.ts'

/** ‖e_i‖₂ of each token's embedding, symbols included where the embedding is trained (arXiv 2505.15624: at equilibrium ‖e_i‖ ∝ p_i / λ). */
export const tokenNorms: TensorMeasure = {
  kind: 'tensor',
  tensors: (network) => [{ name: 'token-norms', shape: [trainedEmbedding(network)?.shape[0] ?? network.model.embeddingShape[0]] }],
  compute: (evaluation) => [tf.sqrt(tf.sum(tf.square(normedRows(evaluation)), 1))]
}
