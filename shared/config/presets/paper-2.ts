import type { RunConfigInput } from '../schema.ts'
import type { Preset } from './preset.ts'

/** Beyond Progress Measures (arXiv 2504.03162), §3.1 and its code: Nanda's transformer at p = 97, every matrix N(0, 1 / width), also the last. */
const base = {
  task: { kind: 'modular', operation: 'add', modulus: 97, trainFraction: 0.3 },
  model: { kind: 'transformer', layers: 1, width: 128, heads: 4, mlpWidth: 512, initialization: 'width-normal' },
  loss: { kind: 'cross-entropy' },
  optimizer: { kind: 'adamw', learningRate: 1e-3, weightDecay: 1, beta1: 0.9, beta2: 0.98, warmupSteps: 10 },
  batch: { kind: 'full' },
  stop: { maximumSteps: 30_000, afterGeneralization: 2000 }
} as const satisfies RunConfigInput

/** Paper 2: holes in the training set, uniformity of the embedding, Toeplitz initialization. */
export const paper2Presets: readonly Preset[] = [
  {
    name: 'uniformity',
    title: 'Embedding uniformity',
    description: 'Paper 2: x + y mod 97 by a one-layer transformer; MED rises while the run memorizes and falls as it groks.',
    config: base
  },
  {
    name: 'square-hole',
    title: 'Square hole',
    description: 'Paper 2, Table 1: no training pair with both operands in 0 … 60. Test accuracy stays near the share outside of the hole.',
    config: { ...base, task: { ...base.task, split: { kind: 'square', side: 60 } } }
  },
  {
    name: 'strip-hole',
    title: 'Strip hole',
    description: 'Paper 2, Table 1: no training pair with x in 0 … 67, so that every test pair lies in the strip and nothing generalizes.',
    config: { ...base, task: { ...base.task, split: { kind: 'strip', width: 67 } }, stop: { maximumSteps: 10_000 } }
  },
  {
    name: 'toeplitz',
    title: 'Toeplitz embedding',
    description: 'Paper 2, App. E: the embedding starts as a Toeplitz matrix; grokking begins in fewer steps.',
    config: { ...base, model: { ...base.model, embeddingInitialization: 'toeplitz' } }
  },
  {
    name: 'decay-only',
    title: 'Decay alone',
    description: 'Paper 2, the limit of Theorem 3.8: the loss has no say, so that the embedding becomes uniform and nothing is learned.',
    config: { ...base, interventions: [{ kind: 'decay-only' }], stop: { maximumSteps: 10_000 } }
  },
  {
    name: 'trained-embedding',
    title: 'MLP on a trained embedding',
    description: 'Paper 2, MLP baseline: trained embeddings of x, y, = side by side, N(0, 1 / width) at the start, two hidden layers.',
    config: {
      ...base, model: {
        kind: 'mlp-embedding', embeddingWidth: 128, embeddingScale: 1 / Math.sqrt(128), hiddenLayers: 2, hiddenWidth: 512, inputs: 'sequence', initialization: 'torch'
      }
    }
  },
  {
    name: 'fixed-one-hot',
    title: 'MLP on a fixed one-hot embedding',
    description: 'Paper 2, MLP baseline: x, y, = as one-hot rows, two hidden layers, mean squared error.',
    config: {
      ...base, loss: { kind: 'mean-squared-error' }, measures: ['loss-and-accuracy', 'weight-norms', 'hidden-difference'],
      model: { kind: 'mlp-one-hot', hiddenLayers: 2, hiddenWidth: 512, inputs: 'sequence', initialization: 'torch' }
    }
  }
]
