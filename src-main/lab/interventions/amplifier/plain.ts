import * as tf from '@tensorflow/tfjs-core'
import { mapTensors, type ParameterLayout } from '../../parameters.ts'
import { differentiable } from '../../primitives/differentiable.ts'
import { softmax } from '../../primitives/rows.ts'
import { reciprocalNorm, scaleToNorm } from '../gradient-scale.ts'
import { scores, type Layer } from './network.ts'

/** `scaleToNorm` with its gradient, c · (u − x̂ · (x̂ · u)) / ‖x‖₂. */
function scaleDifferentiably(x: tf.Tensor1D, norm: number): tf.Tensor1D {
  return differentiable({
    inputs: [x],
    value: () => scaleToNorm(x, norm),
    gradient(upstream, [vector]) {
      const factor = reciprocalNorm(vector as tf.Tensor1D)
      const unit = tf.mul(vector, factor)
      return [tf.mul(tf.sub(upstream, tf.mul(unit, tf.sum(tf.mul(unit, upstream)))), tf.mul(factor, norm))]
    }
  })
}

/** p = softmax(MLP_φ(g)) over all entries of one tensor: [n] → [n], Σ p = 1 (NeuralGrok eq. 2). */
export function amplifierWeights(layers: readonly Layer[], gradient: tf.Tensor1D): tf.Tensor1D {
  return tf.reshape(softmax(tf.reshape(scores(layers, gradient), [1, gradient.shape[0]])), [gradient.shape[0]])
}

/**
 * The neural amplifier as its authors write it: g′ = c · (p ⊙ g) / ‖p ⊙ g‖₂ for each tensor of a flat gradient, [size] → [size], each
 * tensor with norm c at the end (NeuralGrok, arXiv 2504.17243, eq. 2). A tensor whose gradient is zero stays zero. It runs the network on every
 * entry; `amplify` gives the same at a hundredth of the work.
 */
export function amplifyPlainly(layers: readonly Layer[], gradient: tf.Tensor1D, layout: ParameterLayout, norm: number): tf.Tensor1D {
  return mapTensors(layout, [gradient], (part) => scaleDifferentiably(tf.mul(amplifierWeights(layers, part), part), norm))
}
