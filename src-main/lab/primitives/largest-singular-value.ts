import * as tf from '@tensorflow/tfjs-core'

/** An estimate of the largest singular value, and the right vector [columns] to start from next time. */
export interface SingularEstimate {
  value: tf.Scalar
  vector: tf.Tensor1D
}

/**
 * One power iteration on AᵀA, warm-started: v ← AᵀAv / ‖AᵀAv‖, σ = ‖Av‖ (Golub and Van Loan, §8.2). Called at every step, it follows a matrix
 * that changes slowly. Where AᵀAv is zero, v stays, and follows the matrix once it is not. [rows, columns], [columns]
 */
export function followLargestSingularValue(matrix: tf.Tensor2D, start: tf.Tensor1D): SingularEstimate {
  const columns = matrix.shape[1]
  const image = tf.matMul<tf.Tensor2D>(matrix, tf.reshape(start, [columns, 1]))
  const back = tf.reshape(tf.matMul(matrix, image, true, false), [columns]) as tf.Tensor1D
  const length = tf.sqrt(tf.sum(tf.square(back)))
  const isZero = tf.equal(length, 0)
  const vector = tf.where(isZero, start, tf.div<tf.Tensor1D>(back, tf.where(isZero, tf.onesLike(length), length)))
  return { value: tf.sqrt(tf.sum(tf.square(tf.matMul(matrix, tf.reshape(vector, [columns, 1]))))) as tf.Scalar, vector }
}
