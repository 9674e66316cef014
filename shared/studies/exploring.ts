import type { RunConfigInput } from '../config/schema.ts'
import { measuredEvery } from './cases.ts'

/** Paper 3's default optimizer, taken from Power et al. 2022, A.1.2 (RECONSTRUCTION). */
export const exploringOptimizer = { kind: 'adamw', learningRate: 1e-3, weightDecay: 1, beta1: 0.9, beta2: 0.98, warmupSteps: 10 } as const

/** The simplified decoder with one MLP layer, as in Nanda et al. 2023 (RECONSTRUCTION). */
export const simplifiedTransformer = { kind: 'transformer', layers: 1, width: 128, heads: 4, mlpWidth: 512, activation: 'relu' } as const

/** The two-layer decoder of width 128, with LayerNorm after each sum as in Power et al. 2022 (RECONSTRUCTION beyond its layers and width). */
export const standardTransformer = { ...simplifiedTransformer, layers: 2, normalization: 'post' } as const

export interface ExploringChoice {
  modulus: number
  trainFraction: number
  maximumSteps: number
  model: RunConfigInput['model']
  /** `x ∘ y =` is the standard encoding, `x y =` the simplified one. */
  encoding: 'standard' | 'simplified'
  optimizer?: RunConfigInput['optimizer']
  batch?: RunConfigInput['batch']
  interventions?: NonNullable<RunConfigInput['interventions']>
  afterGeneralization?: number | null
  everySteps?: number
}

/** A run of paper 3: x + y mod p. Settings that the available text does not give are RECONSTRUCTIONS (Power et al. 2022, Nanda et al. 2023). */
export function exploringConfig(choice: ExploringChoice): RunConfigInput {
  const { modulus, trainFraction, encoding, model } = choice
  return {
    task: { kind: 'modular', operation: 'add', modulus, trainFraction, encoding },
    model,
    loss: { kind: 'cross-entropy' },
    optimizer: choice.optimizer ?? exploringOptimizer,
    batch: choice.batch ?? { kind: 'full' },
    interventions: choice.interventions ?? [],
    measures: ['loss-and-accuracy'],
    schedule: measuredEvery(choice.everySteps ?? 20),
    stop: { maximumSteps: choice.maximumSteps, afterGeneralization: choice.afterGeneralization ?? null }
  }
}

/** min(512, half of the training pairs), Power et al. 2022. */
export function halfBatch(modulus: number, trainFraction: number): { kind: 'minibatch'; size: number } {
  return { kind: 'minibatch', size: Math.min(512, Math.floor(Math.floor(trainFraction * modulus * modulus) / 2)) }
}
