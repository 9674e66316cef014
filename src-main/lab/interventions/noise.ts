import * as tf from '@tensorflow/tfjs-core'
import { perTensor, type ParameterLayout } from '../parameters.ts'
import { statelessNormal } from '../primitives/stateless-random.ts'

/** σ·ξ with ξ ~ N(0, 1) for every weight, [size]; zeros behind the last. */
export function noiseOfWeights(layout: ParameterLayout, deviation: number, seed: tf.Tensor1D): tf.Tensor1D {
  return tf.mul(statelessNormal([layout.size], seed), tf.tensor1d(perTensor(layout, () => deviation)))
}
