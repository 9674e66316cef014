import type { PaperRun, Split } from './paper-run.ts'

/** The paper's four operations by the names of its figures. */
export const embeddingLayerOperations = {
  add: { operation: 'add' },
  divide: { operation: 'divide' },
  multiply: { operation: 'multiply' },
  squares: { operation: 'polynomial', expression: 'x^2 + y^2' }
} as const

export interface EmbeddingLayerRun {
  operation?: keyof typeof embeddingLayerOperations
  learningRate?: number
  batchSize?: number
  /** Adam-LR's c; 1 is plain Adam. */
  ratio?: number
  weightDecay?: number
  /** Factor of the embedding's start; the paper's own is 1. */
  embeddingScale?: number
  /** False: the embedding stays as it starts. */
  embeddingTrained?: boolean
  split?: Split
  modulus?: number
}

/** The paper's MLP on the token numbers themselves (§3); its hidden width is a RECONSTRUCTION. */
export const numbersModel = {
  kind: 'mlp-numbers', hiddenLayers: 1, hiddenWidth: 512, activation: 'relu', inputs: 'sequence', scaling: 'none', initialization: 'torch'
} as const

/**
 * Mechanistic Insights into Grokking from the Embedding Layer (arXiv 2505.15624), §3 and §5: tokens a, op, b, = mod 97 through an MLP with
 * embedding of width 128, 512 hidden units, PyTorch's initialization; Adam with coupled decay 0.001 (β and ε: RECONSTRUCTION). 20 % of the
 * pairs are the test set, 30 % are trained on.
 */
export function embeddingLayerRun(choice: EmbeddingLayerRun): PaperRun {
  const { operation = 'add', learningRate = 0.01, batchSize = 512, ratio = 1, weightDecay = 1e-3, modulus = 97, embeddingScale = 1, embeddingTrained = true } = choice
  const split = choice.split ?? { kind: 'random', testFraction: 0.2 }
  return {
    task: { kind: 'modular', ...embeddingLayerOperations[operation], modulus, trainFraction: 0.3, encoding: 'standard', split },
    model: {
      kind: 'mlp-embedding', embeddingWidth: 128, hiddenLayers: 1, hiddenWidth: 512, activation: 'relu', inputs: 'sequence', initialization: 'torch',
      embeddingScale, embeddingTrained
    },
    loss: { kind: 'cross-entropy' },
    optimizer: { kind: 'adam', learningRate, beta1: 0.9, beta2: 0.999, weightDecay },
    batch: { kind: 'minibatch', size: batchSize, lastBatch: 'keep' },
    interventions: ratio === 1 ? [] : [{ kind: 'embedding-rate', ratio }]
  }
}
