import * as tf from '@tensorflow/tfjs-core'
import type { ModelConfig } from '../../../shared/catalogue/models/index.ts'
import { quadratic } from '../primitives/elementwise.ts'
import { gatherRows } from '../primitives/gather.ts'
import { matrix, type Model, type TaskShape } from './model.ts'

/**
 * Gromov 2023 (arXiv 2301.02679): f = W (U e_x + V e_y)² without biases; all weights N(0, 0.25 / (2N)^⅔) for N units.
 * The one-hot products are gathers. Its embedding is U, [p, N].
 */
export function quadraticMlp({ hiddenWidth }: Extract<ModelConfig, { kind: 'quadratic-mlp' }>, { tokens, classes }: TaskShape): Model {
  const deviation = 0.5 / Math.cbrt(2 * hiddenWidth)
  return {
    parameters: [
      { name: 'input-x', shape: [tokens, hiddenWidth], deviation },
      { name: 'input-y', shape: [tokens, hiddenWidth], deviation },
      { name: 'output', shape: [hiddenWidth, classes], deviation }
    ],
    logits(weights, x, y) {
      const sum = tf.add<tf.Tensor2D>(gatherRows(weights['input-x'], x), gatherRows(weights['input-y'], y))
      return tf.matMul(quadratic(sum), matrix(weights, 'output'))
    },
    embedding: (weights) => matrix(weights, 'input-x'),
    embeddingShape: [tokens, hiddenWidth]
  }
}
