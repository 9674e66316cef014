import * as tf from '@tensorflow/tfjs-core'
import { differentiable } from './differentiable.ts'
import { rowSum } from './rows.ts'

const rowMean = (x: tf.Tensor2D): tf.Tensor2D => tf.mul(rowSum(x), 1 / x.shape[1])

/** Rows minus their mean, and 1 / √(variance + ε) of each row, with the variance over n, not n − 1. */
function moments(x: tf.Tensor2D, epsilon: number): { centred: tf.Tensor2D; scale: tf.Tensor2D } {
  const centred = tf.sub<tf.Tensor2D>(x, rowMean(x))
  return { centred, scale: tf.div(1, tf.sqrt(tf.add(rowMean(tf.square(centred)), epsilon))) }
}

/**
 * Each row shifted to mean 0 and scaled to variance 1, [n, c] → [n, c]. The gradient is
 * s · (u − mean(u) − x̂ · mean(u · x̂)) with the row's scale s; it is formed from x alone, so derivatives of any order are right.
 */
function standardizeRows(x: tf.Tensor2D, epsilon: number): tf.Tensor2D {
  return differentiable({
    inputs: [x],
    value() {
      const { centred, scale } = moments(x, epsilon)
      return tf.mul(centred, scale)
    },
    gradient(upstream, [input]) {
      const { centred, scale } = moments(input as tf.Tensor2D, epsilon)
      const standardized = tf.mul<tf.Tensor2D>(centred, scale)
      const along = tf.mul(standardized, rowMean(tf.mul(upstream, standardized)))
      return [tf.mul(scale, tf.sub(tf.sub(upstream, rowMean(upstream as tf.Tensor2D)), along))]
    }
  })
}

/**
 * Layer normalization over the columns, γ · (x − mean) / √(variance + ε) + β: [n, c], [c], [c] → [n, c]
 * (Ba, Kiros and Hinton 2016, arXiv 1607.06450; ε as PyTorch's default).
 */
export function layerNorm(x: tf.Tensor2D, gain: tf.Tensor1D, bias: tf.Tensor1D, epsilon = 1e-5): tf.Tensor2D {
  return tf.add(tf.mul(standardizeRows(x, epsilon), gain), bias)
}
