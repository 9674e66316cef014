import * as tf from '@tensorflow/tfjs-core'
import { embeddingGradientRows, trainedEmbedding } from './embedding-rows.ts'
import type { TensorMeasure } from './measure.ts'

/**
 * 1 for each token whose embedding gets a gradient from the next step's batch, else 0. Its mean over steps is the token's update frequency p_i, its
 * mean over tokens f_E of arXiv 2505.15624 (§4.1 and Prop. 4.1, which measure neither).
 */
export const tokenUpdates: TensorMeasure = {
  kind: 'tensor',
  tensors(network) {
    const embedding = trainedEmbedding(network)
    return embedding === null ? [] : [{ name: 'token-updates', shape: [embedding.shape[0]] }]
  },
  compute: (evaluation) => [tf.cast(tf.greater(tf.sum(tf.abs(embeddingGradientRows(evaluation)), 1), 0), 'float32')]
}
