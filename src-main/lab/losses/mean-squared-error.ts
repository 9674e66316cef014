import * as tf from '@tensorflow/tfjs-core'
import { differentiable } from '../primitives/differentiable.ts'
import { oneHot } from '../primitives/rows.ts'

/** Mean over examples and classes of (z − onehot)² (Gromov 2023). */
export function meanSquaredError(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Scalar {
  const [examples, classes] = logits.shape
  const scale = 1 / (examples * classes)
  return differentiable({
    inputs: [logits],
    constants: [targets],
    value: () => tf.mul(tf.sum(tf.square(tf.sub(logits, oneHot(targets, classes)))), scale),
    gradient: (upstream, [input], [saved]) => [tf.mul(tf.sub(input, oneHot(saved as tf.Tensor1D, classes)), tf.mul(upstream, 2 * scale))]
  })
}
