import * as tf from '@tensorflow/tfjs-core'
import { constant, normal } from '../initializers.ts'
import type { ParameterDeclaration } from '../parameters.ts'
import { batchNormalization, fixedNormalization, movedStatistics, type Statistics } from '../primitives/batch-normalization.ts'
import { convolution } from '../primitives/convolution.ts'
import { relu } from '../primitives/elementwise.ts'
import { vector, type BufferDeclaration, type Pass, type Weights } from './model.ts'

/** A convolution without bias, followed by batch normalization. */
export interface NormalizedConvolution {
  name: string
  size: number
  stride: number
  inputs: number
  outputs: number
}

/** A basic block (He et al. 2015, Fig. 2): two convolutions beside a shortcut, which is the identity or a convolution of its own. */
export interface BasicBlock {
  first: NormalizedConvolution
  second: NormalizedConvolution
  shortcut: NormalizedConvolution | null
}

/** The layers of a block, in PyTorch's order of weights. */
export function layersOf({ first, second, shortcut }: BasicBlock): NormalizedConvolution[] {
  return shortcut === null ? [first, second] : [first, second, shortcut]
}

/** A block of which the first layer may halve the image. */
export function basicBlock(name: string, inputs: number, outputs: number, stride: number): BasicBlock {
  const needsShortcut = stride !== 1 || inputs !== outputs
  return {
    first: { name: `${name}/first`, size: 3, stride, inputs, outputs },
    second: { name: `${name}/second`, size: 3, stride: 1, inputs: outputs, outputs },
    shortcut: needsShortcut ? { name: `${name}/shortcut`, size: 1, stride, inputs, outputs } : null
  }
}

/** Filters N(0, 2 / (size² · outputs)) (He et al. 2015a, counted by outputs as torchvision does), scale 1, offset 0. */
export function layerParameters({ name, size, inputs, outputs }: NormalizedConvolution): ParameterDeclaration[] {
  return [
    { name: `${name}/filter`, shape: [size, size, inputs, outputs], initial: normal(Math.sqrt(2 / (size * size * outputs))) },
    { name: `${name}/scale`, shape: [outputs], initial: constant(1) },
    { name: `${name}/offset`, shape: [outputs], initial: constant(0) }
  ]
}

/** Running mean 0 and variance 1. */
export function layerBuffers({ name, outputs }: NormalizedConvolution): BufferDeclaration[] {
  return [
    { name: `${name}/running-mean`, shape: [outputs], initial: 0 },
    { name: `${name}/running-variance`, shape: [outputs], initial: 1 }
  ]
}

function filterAndNormalize(x: tf.Tensor4D, { name, size, stride }: NormalizedConvolution, weights: Weights, pass: Pass): tf.Tensor4D {
  const filtered = convolution(x, weights[`${name}/filter`] as tf.Tensor4D, { stride, padding: (size - 1) / 2 })
  const [scale, offset] = [vector(weights, `${name}/scale`), vector(weights, `${name}/offset`)]
  const running = { mean: pass.buffers[`${name}/running-mean`], variance: pass.buffers[`${name}/running-variance`] } as Statistics
  if (pass.seed === null) return fixedNormalization(filtered, running, { scale, offset })
  const batch = batchNormalization(filtered, scale, offset)
  const moved = movedStatistics(running, batch)
  pass.setBuffer(`${name}/running-mean`, moved.mean)
  pass.setBuffer(`${name}/running-variance`, moved.variance)
  return batch.output
}

/**
 * Convolution and batch normalization: by the batch in training, which moves the running statistics, by them in evaluation. What no gradient
 * needs is freed: hundreds of large images are tens of megabytes each, once for each activation.
 */
export function normalizedConvolution(x: tf.Tensor4D, layer: NormalizedConvolution, weights: Weights, pass: Pass): tf.Tensor4D {
  return tf.tidy(() => filterAndNormalize(x, layer, weights, pass))
}

/** relu(second(relu(first(x))) + shortcut(x)) */
export function throughBlock(x: tf.Tensor4D, { first, second, shortcut }: BasicBlock, weights: Weights, pass: Pass): tf.Tensor4D {
  return tf.tidy(() => {
    const inside = relu(normalizedConvolution(x, first, weights, pass))
    const through = normalizedConvolution(inside, second, weights, pass)
    return relu(tf.add(through, shortcut === null ? x : normalizedConvolution(x, shortcut, weights, pass)))
  })
}
