import * as tf from '@tensorflow/tfjs-core'
import { randomSource } from '../../../../shared/numerics/random.ts'
import { splitParameters, type ParameterEntry, type ParameterLayout } from '../../parameters.ts'
import { relu } from '../../primitives/elementwise.ts'
import { affine } from '../../primitives/matrix.ts'
import { streams } from '../../streams.ts'

/** One linear layer of the amplifier's network: x · weight + bias, [inputs, units] and [units]. */
export interface Layer {
  weight: tf.Tensor2D
  bias: tf.Tensor1D
}

/** Where the weights and biases of a network 1 → hidden… → 1 lie in its one flat vector φ. */
export function amplifierLayout(hidden: readonly number[]): ParameterLayout {
  const widths = [1, ...hidden, 1]
  const entries: ParameterEntry[] = []
  let offset = 0
  const add = (name: string, shape: number[]): void => {
    const size = shape.reduce((product, length) => product * length, 1)
    entries.push({ name, shape, offset, size })
    offset += size
  }
  widths.slice(1).forEach((units, index) => {
    add(`weight-${index + 1}`, [widths[index], units])
    add(`bias-${index + 1}`, [units])
  })
  return { entries, size: offset }
}

/** Weights and biases uniform in ±1 / √inputs of their layer, PyTorch's default for linear layers (papers.md 4.3). */
export function initialAmplifier(hidden: readonly number[], seed: number): Float32Array {
  const { entries, size } = amplifierLayout(hidden)
  const flat = new Float32Array(size)
  entries.forEach(({ offset, size: count }, position) => {
    const [inputs] = entries[position - position % 2].shape
    const source = randomSource(seed, streams.amplifier, position)
    for (let i = 0; i < count; i++) flat[offset + i] = (2 * source.uniform() - 1) / Math.sqrt(inputs)
  })
  return flat
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
