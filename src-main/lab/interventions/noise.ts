import * as tf from '@tensorflow/tfjs-core'
import { perTensor, weightCount, type ParameterLayout } from '../parameters.ts'
import { statelessNormal } from '../primitives/stateless-random.ts'

/** σ·ξ with ξ ~ N(0, 1) for every weight, [size]; zeros behind the last. */
export function noiseOfWeights(layout: ParameterLayout, deviation: number, seed: tf.Tensor1D): tf.Tensor1D {
  const noise = statelessNormal([layout.size], seed) as tf.Tensor1D
  return tf.mul(noise, layout.size === weightCount(layout) ? deviation : tf.tensor1d(perTensor(layout, () => deviation)))
}
