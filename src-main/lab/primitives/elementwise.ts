import * as tf from '@tensorflow/tfjs-core'

/** max(x, 0); the derivative at 0 is 0. */
export function relu<T extends tf.Tensor>(x: T): T {
  return tf.relu(x)
}

/** x · Φ(x) with the exact normal distribution function, not the tanh approximation (Hendrycks and Gimpel 2016). */
export function gelu<T extends tf.Tensor>(x: T): T {
  return tf.mul(x, tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5))
}

/** x² */
export function quadratic<T extends tf.Tensor>(x: T): T {
  return tf.square(x)
}

/** The non-linearities that a config can name. */
export const activations = { relu, gelu, quadratic }
