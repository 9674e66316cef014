import * as tf from '@tensorflow/tfjs-core'

/** ‖·‖₂ of all tensors together, then of each. Second moments are summed in float32. */
export function norms(tensors: readonly tf.Tensor[]): tf.Scalar[] {
  const squares = tensors.map((tensor) => tf.sum(tf.square(tensor)) as tf.Scalar)
  const total = tf.sum(tf.stack(squares)) as tf.Scalar
  return [total, ...squares].map((square) => tf.sqrt(square))
}
