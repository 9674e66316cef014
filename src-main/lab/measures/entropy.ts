import * as tf from '@tensorflow/tfjs-core'

/** Far below every weight or gradient that counts, and a normal number of float32. */
const tiny = 1e-37

/** −Σ |x_i| ln |x_i| of a tensor, with 0 · ln 0 = 0 (arXiv 2504.17243, eq. 3 and 4). */
export function absoluteEntropy(x: tf.Tensor): tf.Scalar {
  const size = tf.abs(x)
  return tf.neg(tf.sum(tf.mul(size, tf.log(tf.maximum(size, tiny))))) as tf.Scalar
}
