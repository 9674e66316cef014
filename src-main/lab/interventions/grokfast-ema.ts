import * as tf from '@tensorflow/tfjs-core'
import type { InterventionConfig } from '../../../shared/catalogue/interventions/index.ts'
import { floats, weightVectors } from '../state.ts'
import type { Intervention, InterventionContext } from './intervention.ts'

/** μ ← α · μ + (1 − α) · g, where the first gradient is the first μ; g + λ · μ goes to the optimizer (Lee et al. 2024, Grokfast-EMA). */
export function grokfastEma({ alpha, lambda }: Extract<InterventionConfig, { kind: 'grokfast-ema' }>, { network }: InterventionContext): Intervention {
  return {
    state: { mean: weightVectors(network.layout), started: floats([]) },
    gradient(gradient, { state }) {
      const later = tf.add(tf.mul(state.mean, alpha), tf.mul(gradient, 1 - alpha))
      const mean = tf.add<tf.Tensor1D>(tf.mul(later, state.started), tf.mul(gradient, tf.sub(1, state.started)))
      return { gradient: tf.add(gradient, tf.mul(mean, lambda)), state: { mean, started: tf.onesLike(state.started) } }
    }
  }
}
