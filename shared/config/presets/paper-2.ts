import { beyondProgressMlp, beyondProgressRun, type BeyondProgressRun } from '../papers/beyond-progress.ts'
import type { RunConfigInput } from '../schema.ts'
import type { Preset } from './preset.ts'

function configOf(choice: BeyondProgressRun): RunConfigInput {
  return { ...beyondProgressRun(choice), stop: { maximumSteps: 30_000, afterGeneralization: 2000 } }
}

/** Paper 2: holes in the training set, uniformity of the embedding, Toeplitz initialization. */
export const paper2Presets: readonly Preset[] = [
  {
    name: 'uniformity',
    title: 'Embedding uniformity',
    description: 'Paper 2: x + y mod 97 by a one-layer transformer; MED rises while the run memorizes and falls as it groks.',
    config: configOf({})
  },
  {
    name: 'square-hole',
    title: 'Square hole',
    description: 'Paper 2, Table 1: no training pair with both operands in 0 … 60. Test accuracy stays near the share outside of the hole.',
    config: configOf({ split: { kind: 'square', side: 60 } })
  },
  {
    name: 'strip-hole',
    title: 'Strip hole',
    description: 'Paper 2, Table 1: no training pair with x in 0 … 67, so that every test pair lies in the strip and nothing generalizes.',
    config: { ...configOf({ split: { kind: 'strip', width: 67 } }), stop: { maximumSteps: 10_000 } }
  },
  {
    name: 'toeplitz',
    title: 'Toeplitz embedding',
    description: 'Paper 2, App. E: the embedding starts as a Toeplitz matrix. Published: grokking begins in half the epochs; here in no fewer (study toeplitz).',
    config: configOf({ embeddingInitialization: 'toeplitz' })
  },
  {
    name: 'decay-only',
    title: 'Decay alone',
    description: 'Paper 2, the limit of Theorem 3.8: the loss has no say, so that the embedding becomes uniform and nothing is learned.',
    config: { ...configOf({ interventions: [{ kind: 'decay-only' }] }), stop: { maximumSteps: 10_000 } }
  },
  {
    name: 'trained-embedding',
    title: 'MLP on a trained embedding',
    description: 'Paper 2, MLP baseline: trained embeddings of x, y, = side by side, N(0, 1 / width) at the start, two hidden layers.',
    config: configOf({ model: beyondProgressMlp })
  },
  {
    name: 'fixed-one-hot',
    title: 'MLP on a fixed one-hot embedding',
    description: 'Paper 2, MLP baseline: x, y, = as one-hot rows, two hidden layers, mean squared error.',
    config: {
      ...configOf({}), loss: { kind: 'mean-squared-error' }, measures: ['loss-and-accuracy', 'weight-norms', 'hidden-difference'],
      model: { kind: 'mlp-one-hot', hiddenLayers: 2, hiddenWidth: 512, inputs: 'sequence', initialization: 'torch' }
    }
  }
]
