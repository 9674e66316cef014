import * as tf from '@tensorflow/tfjs-core'
import type { ModelConfig } from '../../../shared/catalogue/models/index.ts'
import { hiddenDeviation, hiddenLayerLogits, hiddenLayerParameters } from './hidden-layers.ts'
import { matrix, type Model, type TaskShape } from './model.ts'

/**
 * Both operands share an embedding, N(0, 1 / width); the two rows are concatenated and go through an MLP with biases.
 * The first weights are kept as one matrix for each operand (drawn with the deviation of 2 · width inputs), and are applied to
 * the p embeddings once instead of to every pair.
 */
export function mlpEmbedding(config: Extract<ModelConfig, { kind: 'mlp-embedding' }>, task: TaskShape): Model {
  const { embeddingWidth, hiddenWidth } = config
  const deviation = hiddenDeviation(config.activation, 2 * embeddingWidth)
  return {
    parameters: [
      { name: 'embedding', shape: [task.tokens, embeddingWidth], deviation: Math.sqrt(1 / embeddingWidth) },
      { name: 'hidden-1-x', shape: [embeddingWidth, hiddenWidth], deviation },
      { name: 'hidden-1-y', shape: [embeddingWidth, hiddenWidth], deviation },
      ...hiddenLayerParameters(config, task)
    ],
    logits(weights, x, y) {
      const embedding = matrix(weights, 'embedding')
      const tables = {
        x: tf.matMul<tf.Tensor2D>(embedding, matrix(weights, 'hidden-1-x')),
        y: tf.matMul<tf.Tensor2D>(embedding, matrix(weights, 'hidden-1-y'))
      }
      return hiddenLayerLogits(config, weights, tables, { x, y })
    },
    embedding: (weights) => matrix(weights, 'embedding'),
    embeddingShape: [task.tokens, embeddingWidth]
  }
}
