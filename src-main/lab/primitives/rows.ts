import * as tf from '@tensorflow/tfjs-core'
import { withoutGradient } from './differentiable.ts'

/**
 * Rows that are 1 at the given class and 0 elsewhere, [n] as int32 → [n, classes]; it has no gradient.
 * The wasm backend writes the bits of whole numbers into a float32 result, hence the cast.
 */
export function oneHot(classOf: tf.Tensor1D, classes: number): tf.Tensor2D {
  return tf.cast(tf.oneHot(classOf, classes, 1, 0, 'int32'), 'float32') as tf.Tensor2D
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

/** Softmax over a list of equally shaped scores, element by element; returns unnormalized weights and their sum. */
export function weightsAcross<T extends tf.Tensor>(scores: T[]): { weights: T[]; total: T } {
  const largest = withoutGradient(() => scores.reduce((a, b) => tf.maximum(a, b)))
  const weights = scores.map((score) => tf.exp(tf.sub<T>(score, largest)))
  return { weights, total: weights.reduce((a, b) => tf.add(a, b)) }
}
