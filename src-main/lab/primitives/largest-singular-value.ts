import * as tf from '@tensorflow/tfjs-core'

/** An estimate of the largest singular value, and the right vector [columns] to start from next time. */
export interface SingularEstimate {
  value: tf.Scalar
  vector: tf.Tensor1D
}

/** v ← AᵀAv / ‖AᵀAv‖; where AᵀAv is zero, v stays. */
function iterate(matrix: tf.Tensor2D, start: tf.Tensor1D): tf.Tensor1D {
  const columns = matrix.shape[1]
  const image = tf.matMul<tf.Tensor2D>(matrix, tf.reshape(start, [columns, 1]))
  const back = tf.reshape(tf.matMul(matrix, image, true, false), [columns]) as tf.Tensor1D
  const length = tf.sqrt(tf.sum(tf.square(back)))
  const isZero = tf.equal(length, 0)
  return tf.where(isZero, start, tf.div<tf.Tensor1D>(back, tf.where(isZero, tf.onesLike(length), length)))
}

/**
 * Some power iterations on AᵀA, warm-started: v ← AᵀAv / ‖AᵀAv‖, σ = ‖Av‖ (Golub and Van Loan, §8.2). Called at every step, they follow a matrix
 * that changes slowly. Where AᵀAv is zero, v stays, and follows the matrix once it is not. [rows, columns], [columns]
 */
export function followLargestSingularValue(matrix: tf.Tensor2D, start: tf.Tensor1D, iterations: number): SingularEstimate {
  let vector = start
  for (let iteration = 0; iteration < iterations; iteration++) vector = iterate(matrix, vector)
  return { value: tf.sqrt(tf.sum(tf.square(tf.matMul(matrix, tf.reshape(vector, [matrix.shape[1], 1]))))) as tf.Scalar, vector }
}
