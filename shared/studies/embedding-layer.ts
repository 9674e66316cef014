import type { RunConfigInput } from '../config/schema.ts'
import { measuredEvery } from './cases.ts'

type Split = NonNullable<Extract<RunConfigInput['task'], { kind: 'modular' }>['split']>

/** The paper's four operations by the names of its figures. */
export const embeddingLayerOperations = {
  add: { operation: 'add' },
  divide: { operation: 'divide' },
  multiply: { operation: 'multiply' },
  squares: { operation: 'polynomial', expression: 'x^2 + y^2' }
} as const

export interface EmbeddingLayerChoice {
  operation: keyof typeof embeddingLayerOperations
  learningRate: number
  batchSize: number
  maximumSteps: number
  /** Adam-LR's c; 1 is plain Adam. */
  ratio?: number
  weightDecay?: number
  split?: Split
  modulus?: number
  everySteps?: number
  afterGeneralization?: number | null
}

/**
 * Paper 1's MLP with embedding (§3 and §5): tokens a, op, b, = mod 97, width 128, 512 hidden units, PyTorch's initialization, Adam with coupled
 * decay 0.001. 20 % of the pairs are the test set, 30 % are trained on.
 */
export function embeddingLayerConfig(choice: EmbeddingLayerChoice): RunConfigInput {
  const { learningRate, ratio = 1, weightDecay = 1e-3, split = { kind: 'random', testFraction: 0.2 }, modulus = 97, everySteps = 10 } = choice
  return {
    task: { kind: 'modular', ...embeddingLayerOperations[choice.operation], modulus, trainFraction: 0.3, split, encoding: 'standard' },
    model: { kind: 'mlp-embedding', embeddingWidth: 128, hiddenLayers: 1, hiddenWidth: 512, activation: 'relu', inputs: 'sequence', initialization: 'torch' },
    loss: { kind: 'cross-entropy' },
    optimizer: { kind: 'adam', learningRate, beta1: 0.9, beta2: 0.999, weightDecay },
    batch: { kind: 'minibatch', size: choice.batchSize, lastBatch: 'keep' },
    interventions: ratio === 1 ? [] : [{ kind: 'embedding-rate', ratio }],
    measures: ['loss-and-accuracy'],
    schedule: measuredEvery(everySteps),
    stop: { maximumSteps: choice.maximumSteps, afterGeneralization: choice.afterGeneralization ?? null }
  }
}
