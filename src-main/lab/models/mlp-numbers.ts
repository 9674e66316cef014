import * as tf from '@tensorflow/tfjs-core'
import type { ModelConfig } from '../../../shared/catalogue/models/index.ts'
import { firstHiddenLayer, firstWeights, hiddenLayerLogits, hiddenLayerParameters } from './hidden-layers.ts'
import { matrix, type Model, type TaskShape, type Weights } from './model.ts'
import type { Stream } from './stream.ts'
import { inputSlots, tokenNumbers } from './token-inputs.ts'

/**
 * Paper 1, eq. 1: the real vector of token numbers, one input for each position, then an MLP with biases. Without an embedding, what
 * stands for a token is its product with the first row of W: [tokens, hidden], a straight line.
 */
export function mlpNumbers(config: Extract<ModelConfig, { kind: 'mlp-numbers' }>, task: TaskShape): Model {
  const { hiddenWidth } = config
  const slots = inputSlots(task, config.inputs)
  const scale = config.scaling === 'residues' ? 1 / task.residues : 1
  const lines = (first: tf.Tensor2D, position: number) => {
    const { column, of } = tokenNumbers(slots[position], task)
    return { rows: tf.matMul(tf.mul<tf.Tensor2D>(column, scale), tf.slice2d(first, [position, 0], [1, hiddenWidth])), of }
  }
  const productsOf = (weights: Weights): Stream[] => slots.map((_, position) => lines(matrix(weights, 'hidden-1'), position))
  return {
    parameters: [firstWeights(config, 'hidden-1', [slots.length, hiddenWidth], slots.length), ...hiddenLayerParameters(config, task, slots.length)],
    buffers: [],
    logits: (weights, operands, pass) => hiddenLayerLogits(config, weights, productsOf(weights), { operands, pass }),
    firstHidden: (weights, operands) => firstHiddenLayer(config, weights, productsOf(weights), operands),
    embedding: (weights) => lines(matrix(weights, 'hidden-1'), 0).rows as tf.Tensor2D,
    embeddingShape: [task.residues, hiddenWidth],
    embeddingTensor: null,
    firstWeights: 'hidden-1'
  }
}
