import * as tf from '@tensorflow/tfjs-core'
import { mapTensors, type ParameterLayout } from '../../parameters.ts'
import { differentiable } from '../../primitives/differentiable.ts'
import { scaleToNorm } from '../gradient-scale.ts'
import { onPieces, pieceOf, pieceSums } from './piece-index.ts'
import type { PieceTable } from './pieces.ts'

/** A gradient to amplify, and how it is cut up: tensor by tensor, and piece by piece of the network. */
export interface AmplifyInput {
  /** All tensors' gradients as one vector, [size]. */
  gradient: tf.Tensor1D
  layout: ParameterLayout
  table: PieceTable
  /** [pieces + 1] */
  edges: tf.Tensor1D
  /** c, the norm of each tensor's gradient afterwards. */
  norm: number
}

/** c · q / ‖q‖ of q = exp(score − largest score) · g: the softmax's denominator cancels. */
function amplified(score: tf.Tensor1D, gradient: tf.Tensor1D, norm: number): tf.Tensor1D {
  return scaleToNorm(tf.mul(tf.exp(tf.sub(score, tf.max(score))), gradient), norm)
}

/** g′ · (u − g′ · (g′ · u) / c²), whose sum is 0; what the rounding of the inner product leaves of the sum is taken off. */
function scoreGradient(result: tf.Tensor1D, upstream: tf.Tensor1D, norm: number): tf.Tensor1D {
  const share = tf.mul(tf.square(result), 1 / norm ** 2)
  const products = tf.mul<tf.Tensor1D>(result, upstream)
  const first = tf.sub<tf.Tensor1D>(products, tf.mul(share, tf.sum(products)))
  return tf.sub(first, tf.mul(share, tf.sum(first)))
}

/**
 * The neural amplifier g′ = c · (p ⊙ g) / ‖p ⊙ g‖₂ of each tensor (NeuralGrok, arXiv 2504.17243, eq. 2), [size] → [size], from the
 * network's pieces: the same as `amplifyPlainly`. Its first derivatives with respect to the table are exact: a piece's intercept and
 * slope gather the gradients of the scores over the entries that lie in the piece. The gradient itself is a constant.
 */
export function amplify({ gradient, layout, table, edges, norm }: AmplifyInput): tf.Tensor1D {
  const index = pieceOf(gradient, edges)
  const value = (given: PieceTable, at: tf.Tensor1D, pieces: tf.Tensor1D): tf.Tensor1D =>
    mapTensors(layout, [onPieces(at, pieces, given), at], (score, part) => amplified(score, part, norm))
  return differentiable({
    inputs: [table.intercepts, table.slopes],
    constants: [gradient, index],
    value: () => value(table, gradient, index),
    gradient(upstream, [intercepts, slopes], constants) {
      const [at, pieces] = constants as tf.Tensor1D[]
      const result = value({ intercepts: intercepts as tf.Tensor1D, slopes: slopes as tf.Tensor1D }, at, pieces)
      const ofScore = mapTensors(layout, [result, upstream as tf.Tensor1D], (part, u) => scoreGradient(part, u, norm))
      const count = intercepts.shape[0]
      return pieceSums([ofScore, tf.mul(ofScore, at)], pieces, count)
    }
  })
}
