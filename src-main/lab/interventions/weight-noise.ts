import * as tf from '@tensorflow/tfjs-core'
import type { InterventionConfig } from '../../../shared/catalogue/interventions/index.ts'
import { noiseOfWeights } from './noise.ts'
import type { Intervention, InterventionContext } from './intervention.ts'

/** w + σ·ξ with fresh ξ ~ N(0, 1) in every training pass, forward and backward (Power et al. 2022, `weight_noise`). */
export function weightNoise(
  { deviation }: Extract<InterventionConfig, { kind: 'weight-noise' }>, { network: { layout } }: Pick<InterventionContext, 'network'>
): Intervention {
  return { forwardWeights: (weights, { seed }) => tf.add(weights, noiseOfWeights(layout, deviation, seed)) }
}
