import * as tf from '@tensorflow/tfjs-core'
import type { ModelConfig } from '../../../shared/catalogue/models/index.ts'
import { normal } from '../initializers.ts'
import { quadratic } from '../primitives/elementwise.ts'
import { gatherRows } from '../primitives/gather.ts'
import { matrix, type Model, type TaskShape } from './model.ts'

/**
 * Gromov 2023 (arXiv 2301.02679): f = W (U e_x + V e_y)² without biases; all weights N(0, 0.25 / (2N)^⅔) for N units.
 * The one-hot products are gathers; tasks with more operands get a table for each. Its embedding is U, [p, N].
 */
export function quadraticMlp({ hiddenWidth }: Extract<ModelConfig, { kind: 'quadratic-mlp' }>, { operands: count, residues, classes }: TaskShape): Model {
  const initial = normal(0.5 / Math.cbrt(2 * hiddenWidth))
  const tables = Array.from({ length: count }, (_, operand) => `input-${'xyzuvwrst'[operand]}`)
  return {
    parameters: [
      ...tables.map((name) => ({ name, shape: [residues, hiddenWidth], initial })),
      { name: 'output', shape: [hiddenWidth, classes], initial }
    ],
    buffers: [],
    logits(weights, operands) {
      const sum = tables.map((name, operand) => gatherRows(matrix(weights, name), operands[operand])).reduce((a, b) => tf.add(a, b))
      return tf.matMul(quadratic(sum), matrix(weights, 'output'))
    },
    embedding: (weights) => matrix(weights, 'input-x'),
    embeddingShape: [residues, hiddenWidth],
    embeddingTensor: null,
    firstWeights: 'input-x'
  }
}
