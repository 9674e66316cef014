import * as tf from '@tensorflow/tfjs-core'
import type { ParameterDeclaration } from '../parameters.ts'
import { activations } from '../primitives/elementwise.ts'
import { gatherRows } from '../primitives/gather.ts'
import { affine } from '../primitives/matrix.ts'
import { matrix, vector, type TaskShape, type Weights } from './model.ts'

export interface HiddenLayersConfig {
  hiddenLayers: number
  hiddenWidth: number
  activation: keyof typeof activations
}

/**
 * Deviation of a normal weight whose output goes through the activation: √(2 / inputs) for relu and gelu (He et al. 2015),
 * √(1 / inputs) for quadratic units (LeCun et al. 1998).
 */
export function hiddenDeviation(activation: keyof typeof activations, inputs: number): number {
  return Math.sqrt((activation === 'quadratic' ? 1 : 2) / inputs)
}

/** Everything after the first weights: biases (zero at the start), further hidden layers, output N(0, 1 / width). */
export function hiddenLayerParameters({ hiddenLayers, hiddenWidth, activation }: HiddenLayersConfig, { classes }: TaskShape): ParameterDeclaration[] {
  const deeper = Array.from({ length: hiddenLayers - 1 }, (_, layer) => [
    { name: `hidden-${layer + 2}`, shape: [hiddenWidth, hiddenWidth], deviation: hiddenDeviation(activation, hiddenWidth) },
    { name: `hidden-${layer + 2}-bias`, shape: [hiddenWidth], deviation: 0 }
  ])
  return [
    { name: 'hidden-1-bias', shape: [hiddenWidth], deviation: 0 },
    ...deeper.flat(),
    { name: 'output', shape: [hiddenWidth, classes], deviation: Math.sqrt(1 / hiddenWidth) },
    { name: 'output-bias', shape: [classes], deviation: 0 }
  ]
}

/** What the first layer makes of each token as x and as y, [tokens, width]. */
export interface OperandTables {
  x: tf.Tensor2D
  y: tf.Tensor2D
}

/** The operands of a batch, [batch] as int32. */
export interface Operands {
  x: tf.Tensor1D
  y: tf.Tensor1D
}

/**
 * Logits of an MLP whose first layer is linear in each operand: `tables` hold its products for every token, [tokens, width],
 * so that a batch only gathers and adds them.
 */
export function hiddenLayerLogits(config: HiddenLayersConfig, weights: Weights, tables: OperandTables, { x, y }: Operands): tf.Tensor2D {
  const activate = activations[config.activation]
  const biased = tf.add<tf.Tensor2D>(tables.y, weights['hidden-1-bias'])
  let hidden = activate(tf.add<tf.Tensor2D>(gatherRows(tables.x, x), gatherRows(biased, y)))
  for (let layer = 2; layer <= config.hiddenLayers; layer++) {
    hidden = activate(affine(hidden, matrix(weights, `hidden-${layer}`), vector(weights, `hidden-${layer}-bias`)))
  }
  return affine(hidden, matrix(weights, 'output'), vector(weights, 'output-bias'))
}
