import type { RunConfigInput } from '../config/schema.ts'
import { measuredEvery } from './cases.ts'

export interface BeyondProgressChoice {
  modulus: number
  trainFraction: number
  maximumSteps: number
  split?: NonNullable<Extract<RunConfigInput['task'], { kind: 'modular' }>['split']>
  operation?: 'add' | 'subtract' | 'multiply'
  expression?: string
  width?: number
  embeddingInitialization?: 'default' | 'toeplitz'
  interventions?: NonNullable<RunConfigInput['interventions']>
  /** Beside loss and accuracy. */
  measures?: NonNullable<RunConfigInput['measures']>
  everySteps?: number
  afterGeneralization?: number | null
}

/**
 * Paper 2's transformer (§3.1 and the code): tokens i, j, cls; one layer without LayerNorm, four heads, all matrices N(0, 1 / width); AdamW,
 * rate 0.001, decay 1, β₂ 0.98, full batch.
 */
export function beyondProgressConfig(choice: BeyondProgressChoice): RunConfigInput {
  const { modulus, trainFraction, expression, width = 128, split = { kind: 'random' }, embeddingInitialization = 'default' } = choice
  const operation = expression === undefined ? { operation: choice.operation ?? 'add' } : { operation: 'polynomial' as const, expression }
  return {
    task: { kind: 'modular', ...operation, modulus, trainFraction, split },
    model: { kind: 'transformer', layers: 1, width, heads: 4, mlpWidth: 4 * width, activation: 'relu', initialization: 'width-normal', embeddingInitialization },
    loss: { kind: 'cross-entropy' },
    optimizer: { kind: 'adamw', learningRate: 1e-3, weightDecay: 1, beta1: 0.9, beta2: 0.98, warmupSteps: 10 },
    batch: { kind: 'full' },
    interventions: choice.interventions ?? [],
    measures: ['loss-and-accuracy', ...(choice.measures ?? [])],
    schedule: measuredEvery(choice.everySteps ?? 20),
    stop: { maximumSteps: choice.maximumSteps, afterGeneralization: choice.afterGeneralization ?? null }
  }
}

/** MED, definition 4.2: the measure and its series. */
export const medMeasure = 'mean-embedding-difference'
export const medSeries = 'uniformity/med'
