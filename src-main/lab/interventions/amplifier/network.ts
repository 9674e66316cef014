import * as tf from '@tensorflow/tfjs-core'
import { torchLinear } from '../../models/initial-weights.ts'
import { initialParameters, layoutOf, splitParameters, type ParameterDeclaration, type ParameterLayout } from '../../parameters.ts'
import { relu } from '../../primitives/elementwise.ts'
import { affine } from '../../primitives/matrix.ts'
import { streams } from '../../streams.ts'

/** One linear layer of the amplifier's network: x · weight + bias, [inputs, units] and [units]. */
export interface Layer {
  weight: tf.Tensor2D
  bias: tf.Tensor1D
}

/** Weights and biases of a network 1 → hidden… → 1, each uniform in ±1 / √inputs of its layer: PyTorch's start of linear layers. */
const declare = (hidden: readonly number[]): ParameterDeclaration[] =>
  [...hidden, 1].flatMap((units, index) => torchLinear(`layer-${index + 1}`, index === 0 ? 1 : hidden[index - 1], units))

/** Where they lie in the one flat vector φ. */
export function amplifierLayout(hidden: readonly number[]): ParameterLayout {
  return layoutOf(declare(hidden))
}

/** φ at the start of a run (NeuralGrok, the authors' code). */
export function initialAmplifier(hidden: readonly number[], seed: number): Float32Array {
  return initialParameters(declare(hidden), seed, streams.amplifier)
}

/** The layers of a flat vector φ. */
export function layersOf(flat: tf.Tensor1D, hidden: readonly number[]): Layer[] {
  const tensors = splitParameters(flat, amplifierLayout(hidden))
  return [...hidden, 1].map((_, index) => ({ weight: tensors[2 * index] as tf.Tensor2D, bias: tensors[2 * index + 1] as tf.Tensor1D }))
}

/** MLP_φ of each number on its own, ReLU between the layers: [n] → [n]. */
export function scores(layers: readonly Layer[], x: tf.Tensor1D): tf.Tensor1D {
  const last = layers.length - 1
  const output = layers.reduce((rows, { weight, bias }, index) => {
    const linear = affine(rows, weight, bias)
    return index === last ? linear : relu(linear)
  }, tf.reshape(x, [x.shape[0], 1]) as tf.Tensor2D)
  return tf.reshape(output, [x.shape[0]])
}
