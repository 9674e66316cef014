import * as tf from '@tensorflow/tfjs-core'
import { windowAttributes, type Window } from './convolution.ts'
import { differentiable } from './differentiable.ts'
import { portableMaxima, portableSpread, portableTaken } from './pooling-portable.ts'
import { onTensorFlow, tensorFlowOperation, type AttributeValue } from './tensorflow-operation.ts'

/** A square window of the given size; padding never wins. */
export interface PoolingWindow extends Window {
  size: number
}

const attributes = ({ size, ...window }: PoolingWindow): Record<string, AttributeValue> =>
  ({ ...windowAttributes(window), ksize: [1, size, size, 1] })

const maxima = (x: tf.Tensor4D, window: PoolingWindow): tf.Tensor4D =>
  onTensorFlow() ? tensorFlowOperation('MaxPool', attributes(window), [x]) as tf.Tensor4D : portableMaxima(x, window)

/** The upstream gradient at the places of the maxima of x, 0 elsewhere; linear in `upstream`, and constant in x almost everywhere. */
function spread(upstream: tf.Tensor4D, x: tf.Tensor4D, window: PoolingWindow): tf.Tensor4D {
  return differentiable({
    inputs: [upstream],
    constants: [x],
    value: () => onTensorFlow()
      ? tensorFlowOperation('MaxPoolGrad', attributes(window), [x, maxima(x, window), upstream])
      : portableSpread(upstream, x, window),
    gradient: (second, _upstream, [saved]) => [taken(second as tf.Tensor4D, saved as tf.Tensor4D, window)]
  })
}

/** The transpose of `spread`: the values at the places of the maxima of x. TensorFlow's op for it knows no padding. */
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
    value: () => maxima(x, window),
    gradient: (upstream, [input]) => [spread(upstream as tf.Tensor4D, input as tf.Tensor4D, window)]
  })
}

/** Mean over each image, [n, h, w, c] → [n, c]. */
export function globalAveragePooling(x: tf.Tensor4D): tf.Tensor2D {
  const [n, height, width, channels] = x.shape
  return tf.mul(tf.sum(tf.reshape(x, [n, height * width, channels]), 1), 1 / (height * width))
}
