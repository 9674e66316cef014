import type { ModelConfig } from '../../../shared/catalogue/models/index.ts'
import { hiddenDeviation, hiddenLayerLogits, hiddenLayerParameters } from './hidden-layers.ts'
import { matrix, type Model, type TaskShape } from './model.ts'

/**
 * One-hot x and y, concatenated to 2p inputs, then an MLP with biases. The first weights are kept as one table for each
 * operand, drawn with the deviation of 2p inputs; the one-hot product is a gather. Its embedding is the table of x, [p, width].
 */
export function mlpOneHot(config: Extract<ModelConfig, { kind: 'mlp-one-hot' }>, task: TaskShape): Model {
  const shape = [task.tokens, config.hiddenWidth]
  const deviation = hiddenDeviation(config.activation, 2 * task.tokens)
  return {
    parameters: [
      { name: 'input-x', shape, deviation },
      { name: 'input-y', shape, deviation },
      ...hiddenLayerParameters(config, task)
    ],
    logits: (weights, x, y) => hiddenLayerLogits(config, weights, { x: matrix(weights, 'input-x'), y: matrix(weights, 'input-y') }, { x, y }),
    embedding: (weights) => matrix(weights, 'input-x'),
    embeddingShape: [task.tokens, config.hiddenWidth]
  }
}
