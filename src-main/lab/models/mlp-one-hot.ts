import * as tf from '@tensorflow/tfjs-core'
import type { ModelConfig } from '../../../shared/catalogue/models/index.ts'
import { firstHiddenLayer, firstWeights, hiddenLayerLogits, hiddenLayerParameters } from './hidden-layers.ts'
import { matrix, type Model, type TaskShape, type Weights } from './model.ts'
import type { Stream } from './stream.ts'
import { inputSlots, tokenRows } from './token-inputs.ts'

/**
 * One-hot tokens, concatenated, then an MLP with biases: a fixed one-hot embedding. The first weights [positions · tokens, hidden] are a
 * table for each position, of which a one-hot product is a gather. Its embedding is the table of x, [tokens, width].
 */
export function mlpOneHot(config: Extract<ModelConfig, { kind: 'mlp-one-hot' }>, task: TaskShape): Model {
  const { hiddenWidth } = config
  const slots = inputSlots(task, config.inputs)
  const rows = config.inputs === 'sequence' ? task.vocabulary : task.tokens
  const inputs = slots.length * rows
  const productsOf = (weights: Weights): Stream[] => {
    const first = matrix(weights, 'hidden-1')
    return slots.map((slot, position) => tokenRows(tf.slice2d(first, [position * rows, 0], [rows, hiddenWidth]), slot, task))
  }
  return {
    parameters: [firstWeights(config, 'hidden-1', [inputs, hiddenWidth], inputs), ...hiddenLayerParameters(config, task, inputs)],
    buffers: [],
    logits: (weights, operands, pass) => hiddenLayerLogits(config, weights, productsOf(weights), { operands, pass }),
    firstHidden: (weights, operands) => firstHiddenLayer(config, weights, productsOf(weights), operands),
    embedding: (weights) => tf.slice2d(matrix(weights, 'hidden-1'), [0, 0], [task.tokens, hiddenWidth]),
    embeddingShape: [task.tokens, hiddenWidth],
    embeddingTensor: null,
    firstWeights: 'hidden-1'
  }
}
