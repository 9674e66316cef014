import * as tf from '@tensorflow/tfjs-core'
import type { Operands } from '../example-set.ts'
import { constant, normal } from '../initializers.ts'
import type { ParameterDeclaration } from '../parameters.ts'
import { dropout, seedFor } from '../primitives/dropout.ts'
import { activations } from '../primitives/elementwise.ts'
import { affine } from '../primitives/matrix.ts'
import { hiddenDeviation, torchLinear, type Initialization } from './initial-weights.ts'
import { evaluationPass, matrix, vector, type Pass, type TaskShape, type Weights } from './model.ts'
import { expand, type Stream } from './stream.ts'

export interface HiddenLayersConfig {
  hiddenLayers: number
  hiddenWidth: number
  activation: keyof typeof activations
  initialization: Initialization
  dropout: number
}

/** Everything after the first weights: biases (zero at the start), further hidden layers, output N(0, 1 / width); or as PyTorch has them. */
export function hiddenLayerParameters(config: HiddenLayersConfig, { classes }: TaskShape, inputs: number): ParameterDeclaration[] {
  const { hiddenLayers, hiddenWidth, activation } = config
  const deeper = Array.from({ length: hiddenLayers - 1 }, (_, layer) => `hidden-${layer + 2}`)
  if (config.initialization === 'torch') {
    const [, firstBias] = torchLinear('hidden-1', inputs, hiddenWidth)
    return [firstBias, ...deeper.flatMap((name) => torchLinear(name, hiddenWidth, hiddenWidth)), ...torchLinear('output', hiddenWidth, classes)]
  }
  const zero = constant(0)
  return [
    { name: 'hidden-1-bias', shape: [hiddenWidth], initial: zero },
    ...deeper.flatMap((name) => [
      { name, shape: [hiddenWidth, hiddenWidth], initial: normal(hiddenDeviation(activation, hiddenWidth)) },
      { name: `${name}-bias`, shape: [hiddenWidth], initial: zero }
    ]),
    { name: 'output', shape: [hiddenWidth, classes], initial: normal(Math.sqrt(1 / hiddenWidth)) },
    { name: 'output-bias', shape: [classes], initial: zero }
  ]
}

/** Deviation or bound of the first weights, as those of one matrix with so many inputs. */
export function firstWeights(config: HiddenLayersConfig, name: string, shape: readonly number[], inputs: number): ParameterDeclaration {
  if (config.initialization === 'torch') return { name, shape, initial: torchLinear(name, inputs, 1)[0].initial }
  return { name, shape, initial: normal(hiddenDeviation(config.activation, inputs)) }
}

/** What each hidden layer gives, [batch, width] each, from the sum of what the first layer makes of every token. */
export function hiddenActivations(config: HiddenLayersConfig, weights: Weights, first: tf.Tensor2D, pass: Pass): tf.Tensor2D[] {
  const activate = (x: tf.Tensor2D, layer: number): tf.Tensor2D => {
    const active = activations[config.activation](x)
    return pass.seed === null || config.dropout === 0 ? active : dropout(active, config.dropout, seedFor(pass.seed, layer))
  }
  const hidden = [activate(first, 1)]
  for (let layer = 2; layer <= config.hiddenLayers; layer++) {
    const linear = affine(hidden[layer - 2], matrix(weights, `hidden-${layer}`), vector(weights, `hidden-${layer}-bias`))
    hidden.push(activate(linear, layer))
  }
  return hidden
}

/** The first layer's input to its activation, from its products with each token: a batch only gathers and adds them. */
export function firstLayer(weights: Weights, products: readonly Stream[], operands: Operands): tf.Tensor2D {
  const constants = products.filter(({ of }) => of === 'nothing').map(({ rows }) => rows)
  const bias = constants.reduce((sum, rows) => tf.add(sum, rows), weights['hidden-1-bias'])
  const [head, ...others] = products.filter(({ of }) => of !== 'nothing')
  const biased = { rows: tf.add(head.rows, bias), of: head.of }
  return [biased, ...others].map((stream) => expand(stream, operands)).reduce((sum, rows) => tf.add(sum, rows)) as tf.Tensor2D
}

/** Activations of the first hidden layer in evaluation, [batch, width]. */
export function firstHiddenLayer(config: HiddenLayersConfig, weights: Weights, products: readonly Stream[], operands: Operands): tf.Tensor2D {
  return hiddenActivations({ ...config, hiddenLayers: 1 }, weights, firstLayer(weights, products, operands), evaluationPass())[0]
}

/**
 * Logits of an MLP whose first layer is linear in each token: `products` hold what it makes of every token, so that a batch only
 * gathers and adds them.
 */
export function hiddenLayerLogits(
  config: HiddenLayersConfig, weights: Weights, products: readonly Stream[], { operands, pass }: { operands: Operands; pass: Pass }
): tf.Tensor2D {
  const hidden = hiddenActivations(config, weights, firstLayer(weights, products, operands), pass)
  return affine(hidden[hidden.length - 1], matrix(weights, 'output'), vector(weights, 'output-bias'))
}
