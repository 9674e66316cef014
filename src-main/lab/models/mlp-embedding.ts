import * as tf from '@tensorflow/tfjs-core'
import type { ModelConfig } from '../../../shared/catalogue/models/index.ts'
import { firstHiddenLayer, firstWeights, hiddenLayerLogits, hiddenLayerParameters } from './hidden-layers.ts'
import { embeddingParameter } from './initial-weights.ts'
import { matrix, type Model, type TaskShape, type Weights } from './model.ts'
import { map, type Stream } from './stream.ts'
import { inputSlots, tokenRows } from './token-inputs.ts'

/**
 * All tokens share an embedding, N(0, 1 / width); their rows are concatenated and go through an MLP with biases (paper 1, eq. 2, with
 * PyTorch's initialization and the whole sequence). The first weights [positions · width, hidden] are applied to the embeddings once
 * for each position instead of to every example.
 */
export function mlpEmbedding(config: Extract<ModelConfig, { kind: 'mlp-embedding' }>, task: TaskShape): Model {
  const { embeddingWidth, hiddenWidth } = config
  const slots = inputSlots(task, config.inputs)
  const inputs = slots.length * embeddingWidth
  const vocabulary = config.inputs === 'sequence' ? task.vocabulary : task.tokens
  const productsOf = (weights: Weights): Stream[] => {
    const [embedding, first] = [matrix(weights, 'embedding'), matrix(weights, 'hidden-1')]
    return slots.map((slot, position) => map(tokenRows(embedding, slot, task), (rows) =>
      tf.matMul(rows as tf.Tensor2D, tf.slice2d(first, [position * embeddingWidth, 0], [embeddingWidth, hiddenWidth]))))
  }
  return {
    parameters: [
      embeddingParameter({ vocabulary }, embeddingWidth, config.initialization, config),
      firstWeights(config, 'hidden-1', [inputs, hiddenWidth], inputs),
      ...hiddenLayerParameters(config, task, inputs)
    ],
    buffers: [],
    logits: (weights, operands, pass) => hiddenLayerLogits(config, weights, productsOf(weights), { operands, pass }),
    firstHidden: (weights, operands) => firstHiddenLayer(config, weights, productsOf(weights), operands),
    embedding: (weights) => tf.slice2d(matrix(weights, 'embedding'), [0, 0], [task.tokens, embeddingWidth]),
    embeddingShape: [task.tokens, embeddingWidth],
    embeddingTensor: config.embeddingTrained ? 'embedding' : null,
    firstWeights: 'hidden-1'
  }
}
