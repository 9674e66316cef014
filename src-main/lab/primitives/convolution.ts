import * as tf from '@tensorflow/tfjs-core'
import { differentiable } from './differentiable.ts'
import { portableConvolution, portableFilterGradient, portableInputGradient } from './convolution-portable.ts'
import { onTensorFlow, tensorFlowOperation, type AttributeValue } from './tensorflow-operation.ts'

type Shape4D = [number, number, number, number]

/** How a window moves over an image; alike in both directions. */
export interface Window {
  stride: number
  /** Zeros on each side. */
  padding: number
}

/** Strides and padding of a window as TensorFlow's ops on images name them. */
export function windowAttributes({ stride, padding }: Window): Record<string, AttributeValue> {
  const layout = { T: 'float32', data_format: { text: 'NHWC' }, strides: [1, stride, stride, 1] } as const
  if (padding === 0) return { ...layout, padding: { text: 'VALID' } }
  return { ...layout, padding: { text: 'EXPLICIT' }, explicit_paddings: [0, 0, padding, padding, padding, padding, 0, 0] }
}

const sizes = (shape: readonly number[]): tf.Tensor1D => tf.tensor1d([...shape], 'int32')

/**
 * Cross-correlation of images with filters, as networks call convolution: [n, h, w, inputs] * [k, k, inputs, outputs] →
 * [n, h', w', outputs] with h' = ⌊(h + 2 · padding − k) / stride⌋ + 1. Linear in both, with right derivatives of any order.
 */
export function convolution(x: tf.Tensor4D, filter: tf.Tensor4D, window: Window): tf.Tensor4D {
  const [, height, width] = x.shape
  const reach = filter.shape[0] - 2 * window.padding + window.stride
  return height < reach && width < reach ? convolutionToOnePixel(x, filter, window) : slidingConvolution(x, filter, window)
}

/** Where the window has one place only it is a product of matrices, which TensorFlow differentiates up to 20 times faster than a convolution. */
function convolutionToOnePixel(x: tf.Tensor4D, filter: tf.Tensor4D, { padding }: Window): tf.Tensor4D {
  const [n, height, width, inputs] = x.shape
  const [size, , , outputs] = filter.shape
  const [rows, columns] = [height, width].map((length) => Math.min(length, size - padding))
  const seen = tf.reshape(tf.slice(x, 0, [n, rows, columns, inputs]), [n, rows * columns * inputs])
  const used = tf.reshape(tf.slice(filter, [padding, padding, 0, 0], [rows, columns, inputs, outputs]), [rows * columns * inputs, outputs])
  return tf.reshape(tf.matMul(seen, used), [n, 1, 1, outputs])
}

/** The gradients are the two functions below. */
function slidingConvolution(x: tf.Tensor4D, filter: tf.Tensor4D, window: Window): tf.Tensor4D {
  return differentiable({
    inputs: [x, filter],
    value: () => onTensorFlow() ? tensorFlowOperation('Conv2D', windowAttributes(window), [x, filter]) : portableConvolution(x, filter, window),
    gradient: (upstream, [input, weight]) => [
      convolutionInputGradient(upstream as tf.Tensor4D, weight as tf.Tensor4D, { ...window, shape: input.shape as Shape4D }),
      convolutionFilterGradient(input as tf.Tensor4D, upstream as tf.Tensor4D, { ...window, shape: weight.shape as Shape4D })
    ]
  })
}

/** What ∂/∂x of a convolution makes of an upstream gradient, for an x of the given shape. */
export function convolutionInputGradient(upstream: tf.Tensor4D, filter: tf.Tensor4D, window: Window & { shape: Shape4D }): tf.Tensor4D {
  return differentiable({
    inputs: [upstream, filter],
    value: () => onTensorFlow()
      ? tensorFlowOperation('Conv2DBackpropInput', windowAttributes(window), [sizes(window.shape), filter, upstream])
      : portableInputGradient(upstream, filter, window),
    gradient: (second, [first, weight]) => [
      slidingConvolution(second as tf.Tensor4D, weight as tf.Tensor4D, window),
      convolutionFilterGradient(second as tf.Tensor4D, first as tf.Tensor4D, { ...window, shape: weight.shape as Shape4D })
    ]
  })
}

/** Above so many rows of output its gradient by the filter is no longer faster as a convolution. */
const mostRows = 32

/**
 * The gradient by a filter of one input channel, as a convolution in which examples are channels and the upstream gradient is a filter whose
 * places lie a stride apart; eight times faster than TensorFlow's op for it.
 */
function singleChannelFilterGradient(x: tf.Tensor4D, upstream: tf.Tensor4D, { stride, padding, shape }: Window & { shape: Shape4D }): tf.Tensor {
  const padded = tf.pad(x, [[0, 0], [padding, padding], [padding, padding], [0, 0]])
  const attributes = { ...windowAttributes({ stride: 1, padding: 0 }), dilations: [1, stride, stride, 1] }
  const all = tensorFlowOperation('Conv2D', attributes, [tf.transpose(padded, [3, 1, 2, 0]), tf.transpose(upstream, [1, 2, 0, 3])])
  return tf.slice(all, [0, 0, 0, 0], [1, shape[0], shape[1], shape[3]])
}

function tensorFlowFilterGradient(x: tf.Tensor4D, upstream: tf.Tensor4D, window: Window & { shape: Shape4D }): tf.Tensor {
  if (window.shape[2] === 1 && upstream.shape[1] <= mostRows) return tf.reshape(singleChannelFilterGradient(x, upstream, window), window.shape)
  return tensorFlowOperation('Conv2DBackpropFilter', windowAttributes(window), [x, sizes(window.shape), upstream])
}

/** What ∂/∂filter of a convolution makes of an upstream gradient, for a filter of the given shape. */
export function convolutionFilterGradient(x: tf.Tensor4D, upstream: tf.Tensor4D, window: Window & { shape: Shape4D }): tf.Tensor4D {
  return differentiable({
    inputs: [x, upstream],
    value: () => onTensorFlow() ? tensorFlowFilterGradient(x, upstream, window) : portableFilterGradient(x, upstream, window),
    gradient: (second, [input, first]) => [
      convolutionInputGradient(first as tf.Tensor4D, second as tf.Tensor4D, { ...window, shape: input.shape as Shape4D }),
      slidingConvolution(input as tf.Tensor4D, second as tf.Tensor4D, window)
    ]
  })
}
