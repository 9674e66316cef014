import type { RunConfigInput } from '../schema.ts'
import type { Preset } from './preset.ts'

/** Mechanistic Insights into Grokking from the Embedding Layer (arXiv 2505.15624), §5: p = 97, 30 % of the pairs, 20 % held out. */
const task = { kind: 'modular', operation: 'add', modulus: 97, trainFraction: 0.3, encoding: 'standard', split: { kind: 'random', testFraction: 0.2 } } as const
const model = { kind: 'mlp-embedding', embeddingWidth: 128, hiddenWidth: 512, inputs: 'sequence', initialization: 'torch' } as const
const optimizer = { kind: 'adam', learningRate: 0.01, weightDecay: 1e-3, beta1: 0.9, beta2: 0.999 } as const

const base = {
  task, model, loss: { kind: 'cross-entropy' }, optimizer, batch: { kind: 'minibatch', size: 512, lastBatch: 'keep' }, stop: { maximumSteps: 20_000, afterGeneralization: 2000 }
} as const satisfies RunConfigInput

/** Paper 1: MLPs with and without embedding, Adam-LR, sampling. */
export const paper1Presets: readonly Preset[] = [
  {
    name: 'embedding-mlp',
    title: 'MLP with embedding, whole sequence',
    description: 'Paper 1: x + y mod 97 by an MLP on the embeddings of x, +, y, =. Memorizes within a hundred steps and generalizes after a thousand (Adam’s β and ε: RECONSTRUCTION).',
    config: base
  },
  {
    name: 'numbers-mlp',
    title: 'MLP without embedding',
    description: 'Paper 1, Fig. 2: the same on the token numbers themselves, learning rate 0.001 (hidden width: RECONSTRUCTION). Addition rises without delay; multiplication does not even fit.',
    config: {
      ...base, model: { kind: 'mlp-numbers', hiddenWidth: 512, inputs: 'sequence', initialization: 'torch' },
      optimizer: { ...optimizer, learningRate: 1e-3 }, stop: { maximumSteps: 100_000 }
    }
  },
  {
    name: 'adam-lr',
    title: 'Adam-LR',
    description: 'Paper 1, Fig. 6: the embedding learns ten times as fast as all other weights (c = 10), and the run generalizes in about half the steps.',
    config: { ...base, interventions: [{ kind: 'embedding-rate', ratio: 10 }] }
  },
  {
    name: 'adam-lr-adaptive',
    title: 'Adam-LR, adaptive',
    description: 'An extension of paper 1: c follows σ_max(E) / σ_max(W) and the update frequencies during training (RECONSTRUCTION).',
    config: { ...base, interventions: [{ kind: 'adaptive-embedding-rate' }] }
  },
  {
    name: 'skewed-split',
    title: 'Skewed split',
    description: 'Paper 1, Fig. 8: some values of x far more often in the training set than others, in the same amount of data.',
    config: { ...base, task: { ...task, split: { kind: 'skewed', testFraction: 0.2 } } }
  }
]
