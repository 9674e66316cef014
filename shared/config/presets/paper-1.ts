import { embeddingLayerRun, numbersModel, type EmbeddingLayerRun } from '../papers/embedding-layer.ts'
import type { RunConfigInput } from '../schema.ts'
import type { Preset } from './preset.ts'

function configOf(choice: EmbeddingLayerRun): RunConfigInput {
  return { ...embeddingLayerRun(choice), stop: { maximumSteps: 20_000, afterGeneralization: 2000 } }
}

/** Paper 1: MLPs with and without embedding, Adam-LR, sampling. */
export const paper1Presets: readonly Preset[] = [
  {
    name: 'embedding-mlp',
    title: 'MLP with embedding, whole sequence',
    description: 'Paper 1: x + y mod 97 by an MLP on the embeddings of x, +, y, =. Memorizes within a hundred steps and generalizes after a thousand (Adam’s β and ε: RECONSTRUCTION).',
    config: configOf({})
  },
  {
    name: 'numbers-mlp',
    title: 'MLP without embedding',
    description: 'Paper 1, Fig. 2: the same on the token numbers themselves, learning rate 0.001 (hidden width: RECONSTRUCTION). Addition rises without delay; multiplication does not even fit.',
    config: { ...embeddingLayerRun({ learningRate: 1e-3 }), model: numbersModel, stop: { maximumSteps: 100_000 } }
  },
  {
    name: 'adam-lr',
    title: 'Adam-LR',
    description: 'Paper 1, Fig. 6: the embedding learns ten times as fast as all other weights (c = 10), and the run generalizes in about half the steps.',
    config: configOf({ ratio: 10 })
  },
  {
    name: 'adam-lr-adaptive',
    title: 'Adam-LR, adaptive',
    description: 'An extension of paper 1: c follows σ_max(E) / σ_max(W) and the update frequencies during training (RECONSTRUCTION).',
    config: { ...configOf({}), interventions: [{ kind: 'adaptive-embedding-rate' }] }
  },
  {
    name: 'skewed-split',
    title: 'Skewed split',
    description: 'Paper 1, Fig. 8: some values of x far more often in the training set than others, in the same amount of data.',
    config: configOf({ split: { kind: 'skewed', testFraction: 0.2 } })
  },
  {
    name: 'uniform-split',
    title: 'Uniform split',
    description: 'Paper 1, Fig. 4: each value of x as often as each other in the training set, in batches of 64, where the paper has it ahead of random draws (RECONSTRUCTION).',
    config: configOf({ split: { kind: 'uniform', testFraction: 0.2 }, batchSize: 64, learningRate: 1e-3 })
  },
  {
    name: 'token-frequency',
    title: 'Batches by token frequency',
    description: 'An extension of paper 1: tokens whose embedding has the larger gradient are drawn more often, p* ∝ exp(L² / γ) (RECONSTRUCTION).',
    config: { ...configOf({}), batch: { kind: 'token-frequency', size: 512 } }
  },
  {
    name: 'small-embedding',
    title: 'Small initial embedding',
    description: 'Paper 1, §4.3: an embedding that starts a tenth as large as usual (the factor: RECONSTRUCTION) generalizes sooner.',
    config: configOf({ embeddingScale: 0.1 })
  },
  {
    name: 'frozen-embedding',
    title: 'Frozen embedding',
    description: 'Paper 1, §4.3: an embedding that stays as it starts slows generalization.',
    config: configOf({ embeddingTrained: false })
  }
]
