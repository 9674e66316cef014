import * as tf from '@tensorflow/tfjs-core'
import { windowAttributes, type Window } from './convolution.ts'
import { differentiable } from './differentiable.ts'
import { lowestActivation, portableMaxima, portableSpread, portableTaken } from './pooling-portable.ts'
import { onTensorFlow, tensorFlowOperation, type AttributeValue } from './tensorflow-operation.ts'

/** A square window of the given size; padding never wins. */
export interface PoolingWindow extends Window {
  size: number
}

const attributes = ({ size, stride }: PoolingWindow): Record<string, AttributeValue> =>
  ({ ...windowAttributes({ stride, padding: 0 }), ksize: [1, size, size, 1] })

/** The image within a border that never wins; XLA pools no image with padding of its own. */
const bordered = (x: tf.Tensor4D, { padding }: PoolingWindow): tf.Tensor4D =>
  padding === 0 ? x : tf.pad(x, [[0, 0], [padding, padding], [padding, padding], [0, 0]], lowestActivation)

const tensorFlowMaxima = (padded: tf.Tensor4D, window: PoolingWindow): tf.Tensor4D =>
  tensorFlowOperation('MaxPool', attributes(window), [padded]) as tf.Tensor4D

function tensorFlowSpread(upstream: tf.Tensor4D, x: tf.Tensor4D, window: PoolingWindow): tf.Tensor4D {
  const padded = bordered(x, window)
  const gradient = tensorFlowOperation('MaxPoolGrad', attributes(window), [padded, tensorFlowMaxima(padded, window), upstream])
  return tf.slice(gradient, [0, window.padding, window.padding, 0], x.shape) as tf.Tensor4D
}

/** The upstream gradient at the places of the maxima of x, 0 elsewhere; linear in `upstream`, and constant in x almost everywhere. */
function spread(upstream: tf.Tensor4D, x: tf.Tensor4D, window: PoolingWindow): tf.Tensor4D {
  return differentiable({
    inputs: [upstream],
    constants: [x],
    value: () => onTensorFlow() ? tensorFlowSpread(upstream, x, window) : portableSpread(upstream, x, window),
    gradient: (second, _upstream, [saved]) => [taken(second as tf.Tensor4D, saved as tf.Tensor4D, window)]
  })
}

/** The transpose of `spread`: the values at the places of the maxima of x. By slices everywhere: only second derivatives need it. */
function taken(values: tf.Tensor4D, x: tf.Tensor4D, window: PoolingWindow): tf.Tensor4D {
  return differentiable({
    inputs: [values],
    constants: [x],
    value: () => portableTaken(values, x, window),
    gradient: (second, _values, [saved]) => [spread(second as tf.Tensor4D, saved as tf.Tensor4D, window)]
  })
}

/**
 * Largest value in each window, [n, h, w, c] → [n, h', w', c]. Of several equal ones the first in row order passes the gradient, as in
 * PyTorch. The second derivative is 0 almost everywhere.
 */
export function maxPooling(x: tf.Tensor4D, window: PoolingWindow): tf.Tensor4D {
  return differentiable({
    inputs: [x],
    value: () => onTensorFlow() ? tensorFlowMaxima(bordered(x, window), window) : portableMaxima(x, window),
    gradient: (upstream, [input]) => [spread(upstream as tf.Tensor4D, input as tf.Tensor4D, window)]
  })
}

/** Mean over each image, [n, h, w, c] → [n, c]. */
export function globalAveragePooling(x: tf.Tensor4D): tf.Tensor2D {
  const [n, height, width, channels] = x.shape
  return tf.mul(tf.sum(tf.reshape(x, [n, height * width, channels]), 1), 1 / (height * width))
}
