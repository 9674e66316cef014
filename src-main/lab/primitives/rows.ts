import * as tf from '@tensorflow/tfjs-core'
import { withoutGradient } from './differentiable.ts'
import { onTensorFlow } from './tensorflow-operation.ts'

/**
 * Rows that hold a value at the given class and 0 elsewhere, [n] as int32 → [n, classes]; without gradient.
 * The wasm backend writes the bits of whole numbers into a float32 result, hence the cast.
 */
export function oneHot(classOf: tf.Tensor1D, classes: number, value = 1): tf.Tensor2D {
  // Of a single class tfjs's own makes none.
  if (classes === 1) return tf.mul(tf.cast(tf.equal(tf.reshape(classOf, [-1, 1]), tf.scalar(0, 'int32')), 'float32'), value)
  if (onTensorFlow()) return tf.oneHot(classOf, classes, value, 0, 'float32') as tf.Tensor2D
  const ones = tf.cast(tf.oneHot(classOf, classes, 1, 0, 'int32'), 'float32') as tf.Tensor2D
  return value === 1 ? ones : tf.mul(ones, value)
}

/** Largest element of each row, [n, c] → [n, 1], as a constant: only for what does not depend on it, such as a softmax's shift. */
export function rowMaximum(x: tf.Tensor2D): tf.Tensor2D {
  return withoutGradient(() => tf.max(x, 1, true))
}

/** Sum of each row, [n, c] → [n, 1]. */
export function rowSum(x: tf.Tensor2D): tf.Tensor2D {
  return tf.sum(x, 1, true)
}

/** Softmax of each row. [n, c] → [n, c] */
export function softmax(x: tf.Tensor2D): tf.Tensor2D {
  const exponentials = tf.exp(tf.sub<tf.Tensor2D>(x, rowMaximum(x)))
  return tf.div(exponentials, rowSum(exponentials))
}

/** Softmax over a list of scores, element by element; all of one shape or broadcast to it. */
export function softmaxAcross<T extends tf.Tensor>(scores: T[]): T[] {
  const largest = withoutGradient(() => scores.reduce((a, b) => tf.maximum(a, b)))
  const exponentials = scores.map((score) => tf.exp(tf.sub<T>(score, largest)))
  const total = exponentials.reduce((a, b) => tf.add(a, b))
  return exponentials.map((exponential) => tf.div(exponential, total))
}
