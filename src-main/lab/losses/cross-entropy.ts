import * as tf from '@tensorflow/tfjs-core'
import { differentiable, withoutGradient } from '../primitives/differentiable.ts'
import { logOnePlus } from '../primitives/elementwise.ts'
import { oneHot, rowMaximum, rowSum } from '../primitives/rows.ts'

/** With d = z − z_y: m = max(0, max d), exp(d_j − m) for j ≠ y (0 at y), and their sum plus exp(−m). */
function parts(logits: tf.Tensor2D, right: tf.Tensor2D) {
  const gaps = tf.sub<tf.Tensor2D>(logits, rowSum(tf.mul(logits, right)))
  const largest = rowMaximum(gaps)
  const others = tf.mul<tf.Tensor2D>(tf.exp(tf.sub<tf.Tensor2D>(gaps, largest)), tf.sub(1, right))
  return { largest, others, sum: rowSum(others) }
}

function gradientOfSum(logits: tf.Tensor2D, right: tf.Tensor2D): tf.Tensor2D {
  const { largest, others, sum } = parts(logits, right)
  const shift = withoutGradient(() => tf.exp(tf.neg(largest)))
  const denominator = tf.add<tf.Tensor2D>(sum, shift)
  return tf.div(tf.sub(others, tf.mul(right, sum)), denominator)
}

/**
 * Cross-entropy without a floor: with d_j = z_j − z_y over j ≠ y and m = max(0, max d), the loss of an example is
 * m + log1p(expm1(−m) + Σ exp(d_j − m)). It stays exact in float32 where log-softmax gives 0 or a multiple of 1.2e-7
 * (1.87e-13 at a gap of 30), and so does its gradient: at the right class minus the sum of the others, not p_y − 1.
 */
export function crossEntropy(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Scalar {
  const [examples, classes] = logits.shape
  return differentiable({
    inputs: [logits],
    constants: [targets],
    value() {
      const { largest, sum } = parts(logits, oneHot(targets, classes))
      const losses = tf.add(largest, logOnePlus(tf.add<tf.Tensor2D>(tf.expm1(tf.neg(largest)), sum)))
      return tf.mul(tf.sum(losses), 1 / examples)
    },
    gradient(upstream, [input], [saved]) {
      const sum = gradientOfSum(input as tf.Tensor2D, oneHot(saved as tf.Tensor1D, classes))
      return [tf.mul(sum, tf.mul(upstream, 1 / examples))]
    }
  })
}
