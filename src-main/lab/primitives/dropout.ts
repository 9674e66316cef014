import * as tf from '@tensorflow/tfjs-core'
import { statelessUniform } from './stateless-random.ts'

/** Another seed for each purpose of a step: the step's seed with `purpose` added to its second word. */
export function seedFor(seed: tf.Tensor1D, purpose: number): tf.Tensor1D {
  return tf.add(seed, tf.tensor1d([0, purpose], 'int32'))
}

/** Sets a share `rate` of the elements to 0 and divides the others by 1 − rate; the mask is a constant for derivatives (Srivastava et al. 2014). */
export function dropout<T extends tf.Tensor>(x: T, rate: number, seed: tf.Tensor1D): T {
  const kept = tf.cast(tf.greaterEqual(statelessUniform(x.shape, seed), rate), 'float32')
  return tf.mul(x, tf.mul(kept, 1 / (1 - rate)))
}
