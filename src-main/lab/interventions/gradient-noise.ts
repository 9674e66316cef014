import * as tf from '@tensorflow/tfjs-core'
import type { InterventionConfig } from '../../../shared/catalogue/interventions/index.ts'
import { noiseOfWeights } from './noise.ts'
import type { Intervention, InterventionContext } from './intervention.ts'

/** g + σ·ξ with fresh ξ ~ N(0, 1) at each step, before any coupled decay (paper 3, RECONSTRUCTION). */
export function gradientNoise(
  { deviation }: Extract<InterventionConfig, { kind: 'gradient-noise' }>, { network: { layout } }: Pick<InterventionContext, 'network'>
): Intervention {
  return { gradient: (gradient, { seed }) => ({ gradient: tf.add(gradient, noiseOfWeights(layout, deviation, seed)) }) }
}
