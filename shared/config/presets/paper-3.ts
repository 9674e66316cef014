import { exploringRun, simplifiedTransformer, smallLstm, standardTransformer, twoLayerMlp, type ExploringRun } from '../papers/exploring.ts'
import type { RunConfigInput } from '../schema.ts'
import type { Preset } from './preset.ts'

function configOf(choice: ExploringRun): RunConfigInput {
  return { ...exploringRun(choice), stop: { maximumSteps: 20_000, afterGeneralization: 1000 } }
}

/** Batches as in Power et al. 2022 (RECONSTRUCTION). */
const standard = { encoding: 'standard', batch: { kind: 'minibatch', size: 512 } } as const

/** Paper 3: encodings, architectures and optimizers. */
export const paper3Presets: readonly Preset[] = [
  {
    name: 'two-layer-transformer',
    title: 'Two-layer transformer, standard encoding',
    description: 'Paper 3: x, +, y, = through two post-normalized layers of width 128 (settings: RECONSTRUCTION after Power et al. 2022).',
    config: configOf({ ...standard, model: standardTransformer })
  },
  {
    name: 'simplified-transformer',
    title: 'One-layer transformer, simplified encoding',
    description: 'Paper 3: x, y, = through one layer without LayerNorm, 30 % of the pairs (RECONSTRUCTION after Nanda et al. 2023).',
    config: configOf({ encoding: 'simplified', model: simplifiedTransformer, trainFraction: 0.3 })
  },
  {
    name: 'lstm',
    title: 'LSTM',
    description: 'Paper 3: an LSTM with 20 hidden units (inputs and rates: RECONSTRUCTION).',
    config: configOf({ ...standard, model: smallLstm })
  },
  {
    name: 'two-layer-mlp',
    title: 'MLP of two hidden layers',
    description: 'Paper 3: two hidden layers of 512 units on one-hot x and y (inputs and rates: RECONSTRUCTION).',
    config: configOf({ ...standard, model: twoLayerMlp })
  }
]
