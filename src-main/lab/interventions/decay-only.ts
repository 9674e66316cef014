import * as tf from '@tensorflow/tfjs-core'
import type { Intervention } from './intervention.ts'

/** The gradient of the loss is 0, so that only decay moves weights (Gu et al. 2025, the limit of Theorem 3.8). */
export function decayOnly(): Intervention {
  return { gradient: (gradient) => ({ gradient: tf.zerosLike(gradient) }) }
}
