import * as tf from '@tensorflow/tfjs-core'
import type { InterventionConfig } from '../../../shared/catalogue/interventions/index.ts'
import { statelessNormal } from '../primitives/stateless-random.ts'
import type { Intervention } from './intervention.ts'

/** g + σ·ξ with fresh ξ ~ N(0, 1) at each step, before any coupled decay (paper 3, RECONSTRUCTION). */
export function gradientNoise({ deviation }: Extract<InterventionConfig, { kind: 'gradient-noise' }>): Intervention {
  return { gradient: (gradient, { seed }) => ({ gradient: tf.add(gradient, tf.mul(statelessNormal(gradient.shape, seed), deviation)) }) }
}
