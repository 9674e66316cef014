import * as tf from '@tensorflow/tfjs-core'
import { differentiable } from '../primitives/differentiable.ts'
import { oneHot, rowMaximum, softmax } from '../primitives/rows.ts'

/**
 * Cross-entropy as frameworks compute it in float32: −log-softmax at the right class. It has a floor (single losses are 0 or
 * multiples of 1.2e-7), and its gradient p − onehot is exactly 0 once p_y rounds to 1: softmax collapse (Prieto et al. 2025).
 */
export function crossEntropyFloat32(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Scalar {
  const [examples, classes] = logits.shape
  return differentiable({
    inputs: [logits],
    constants: [targets],
    value() {
      const shifted = tf.sub<tf.Tensor2D>(logits, rowMaximum(logits))
      const logSums = tf.log(tf.sum(tf.exp(shifted), 1))
      return tf.mul(tf.sum(tf.sub(logSums, tf.sum(tf.mul(shifted, oneHot(targets, classes)), 1))), 1 / examples)
    },
    gradient(upstream, [input], [saved]) {
      const sum = tf.sub(softmax(input as tf.Tensor2D), oneHot(saved as tf.Tensor1D, classes))
      return [tf.mul(sum, tf.mul(upstream, 1 / examples))]
    }
  })
}
