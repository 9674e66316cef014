import type { Interventions, PaperRun } from './paper-run.ts'
import { nandaOptimizer, nandaTransformer } from './progress-measures.ts'

/** The simplified decoder with one MLP layer, as in Nanda et al. 2023 (RECONSTRUCTION). */
export const simplifiedTransformer = nandaTransformer

/**
 * The two-layer decoder of width 128, with LayerNorm after each sum and PyTorch's initialization as in Power et al. 2022 (RECONSTRUCTION beyond
 * its layers and width).
 */
export const standardTransformer = { ...nandaTransformer, layers: 2, normalization: 'post', initialization: 'torch' } as const

/** An LSTM with 20 hidden units (inputs: RECONSTRUCTION). */
export const smallLstm = { kind: 'lstm', hiddenWidth: 20 } as const

/** Two hidden layers of 512 units on one-hot x and y (inputs: RECONSTRUCTION). */
export const twoLayerMlp = { kind: 'mlp-one-hot', hiddenLayers: 2, hiddenWidth: 512, initialization: 'torch' } as const

export interface ExploringRun {
  model: PaperRun['model']
  /** `x ∘ y =` is the standard encoding, `x y =` the simplified one. */
  encoding: 'standard' | 'simplified'
  modulus?: number
  trainFraction?: number
  optimizer?: PaperRun['optimizer']
  batch?: PaperRun['batch']
  interventions?: Interventions
}

/**
 * Exploring Grokking (arXiv 2412.10898): x + y mod p. Only outlines of its runs are known; the rest is RECONSTRUCTION after Power et al. 2022,
 * A.1.2, and Nanda et al. 2023.
 */
export function exploringRun(choice: ExploringRun): PaperRun {
  const { model, encoding, modulus = 97, trainFraction = 0.5, optimizer = nandaOptimizer, batch = { kind: 'full' }, interventions = [] } = choice
  return {
    task: { kind: 'modular', operation: 'add', modulus, trainFraction, encoding },
    model, loss: { kind: 'cross-entropy' }, optimizer, batch, interventions
  }
}

/** min(512, half of the training pairs), Power et al. 2022. */
export function halfBatch(modulus: number, trainFraction: number): { kind: 'minibatch'; size: number } {
  return { kind: 'minibatch', size: Math.min(512, Math.floor(Math.floor(trainFraction * modulus * modulus) / 2)) }
}

const adam = { kind: 'adam', learningRate: 1e-3, weightDecay: 0, beta1: 0.9, beta2: 0.98, warmupSteps: 10 } as const

interface TrainingRule extends Partial<Pick<ExploringRun, 'optimizer' | 'batch' | 'interventions'>> {
  label: string
  /** Of the transformer. */
  dropout?: number
}

/** Optimizers, decays and noises that the paper compares: its list is a RECONSTRUCTION after Power et al. 2022, Fig. 2. */
export const trainingRules = {
  'adamw': { label: 'AdamW, decay 1', optimizer: nandaOptimizer },
  'adamw-initial': { label: 'AdamW, decay to initial', optimizer: { ...nandaOptimizer, decayTowards: 'initial' } },
  'adam': { label: 'Adam', optimizer: adam },
  'adam-full': { label: 'Adam, full batch', optimizer: adam, batch: { kind: 'full' } },
  'update-noise': { label: 'Adam, update noise', optimizer: adam, interventions: [{ kind: 'update-noise', deviation: 1 }] },
  'weight-noise': { label: 'Adam, weight noise', optimizer: adam, interventions: [{ kind: 'weight-noise', deviation: 0.01 }] },
  'dropout': { label: 'Adam, dropout 0.1', optimizer: adam, dropout: 0.1 },
  'adam-slow': { label: 'Adam, rate 0.0003', optimizer: { ...adam, learningRate: 3e-4 } },
  'adam-fast': { label: 'Adam, rate 0.003', optimizer: { ...adam, learningRate: 3e-3 } }
} as const satisfies Record<string, TrainingRule>
