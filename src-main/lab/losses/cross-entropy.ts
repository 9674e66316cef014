import * as tf from '@tensorflow/tfjs-core'
import { differentiable, withoutGradient } from '../primitives/differentiable.ts'
import { logOnePlus } from '../primitives/elementwise.ts'
import { pickColumns } from '../primitives/gather.ts'
import { oneHot, rowMaximum, rowSum } from '../primitives/rows.ts'

/** Added to a logit, this makes its exponential exactly 0. */
const excluded = -1e30

/** With d = z − z_y over j ≠ y: m = max(0, max d), exp(d_j − m) for j ≠ y (0 at y), and their sum. */
function parts(logits: tf.Tensor2D, targets: tf.Tensor1D) {
  const others = tf.add<tf.Tensor2D>(logits, oneHot(targets, logits.shape[1], excluded))
  const right = pickColumns(logits, targets)
  const largest = withoutGradient(() => tf.maximum<tf.Tensor2D>(tf.sub(rowMaximum(others), right), 0))
  const exponentials = tf.exp(tf.sub<tf.Tensor2D>(others, tf.add(right, largest)))
  return { largest, exponentials, sum: rowSum(exponentials) }
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
      const { largest, sum } = parts(logits, targets)
      const losses = tf.add(largest, logOnePlus(tf.add<tf.Tensor2D>(tf.expm1(tf.neg(largest)), sum)))
      return tf.mul(tf.sum(losses), 1 / examples)
    },
    gradient(upstream, [input], [saved]) {
      const { largest, exponentials, sum } = parts(input as tf.Tensor2D, saved as tf.Tensor1D)
      const scale = tf.div(tf.mul(upstream, 1 / examples), tf.add(tf.exp(tf.neg(largest)), sum))
      return [tf.sub(tf.mul(exponentials, scale), tf.mul(oneHot(saved as tf.Tensor1D, classes), tf.mul(sum, scale)))]
    }
  })
}
