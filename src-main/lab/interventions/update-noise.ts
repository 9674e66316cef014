import * as tf from '@tensorflow/tfjs-core'
import type { InterventionConfig } from '../../../shared/catalogue/interventions/index.ts'
import { noiseOfWeights } from './noise.ts'
import type { Intervention, InterventionContext } from './intervention.ts'

/**
 * direction + σ·ξ with ξ ~ N(0, 1), before the step size: for Adam m / (√v̂ + ε), which rate / (1 − β₁ᵗ) then scales (Power et al. 2022,
 * `noise_factor`).
 */
export function updateNoise(
  { deviation }: Extract<InterventionConfig, { kind: 'update-noise' }>, { network: { layout } }: Pick<InterventionContext, 'network'>
): Intervention {
  return { direction: (direction, { seed }) => tf.add(direction, noiseOfWeights(layout, deviation, seed)) }
}
