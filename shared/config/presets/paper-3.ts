import {
  exploringRun, halfBatch, simplifiedTransformer, smallLstm, standardTransformer, trainingRules, twoLayerMlp, type ExploringRun
} from '../papers/exploring.ts'
import type { RunConfigInput } from '../schema.ts'
import type { Preset } from './preset.ts'

function configOf(choice: ExploringRun): RunConfigInput {
  return { ...exploringRun(choice), stop: { maximumSteps: 20_000, afterGeneralization: 1000 } }
}

/** Batches as in Power et al. 2022 (RECONSTRUCTION). */
const standard = { encoding: 'standard', batch: { kind: 'minibatch', size: 512 } } as const

/** The two-layer transformer under one of the paper's training rules, on 40 % of the pairs. */
function underRule(rule: keyof typeof trainingRules): RunConfigInput {
  const { label: _, dropout, ...own } = { dropout: 0, ...trainingRules[rule] }
  return configOf({ ...standard, trainFraction: 0.4, batch: halfBatch(97, 0.4), model: { ...standardTransformer, dropout }, ...own })
}

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
  },
  {
    name: 'decay-to-initial',
    title: 'Decay to the initial weights',
    description: 'Paper 3: the two-layer transformer by AdamW whose decay pulls to where the weights began, on 40 % of the pairs (RECONSTRUCTION after Power et al. 2022).',
    config: underRule('adamw-initial')
  },
  {
    name: 'adam-alone',
    title: 'Adam without decay',
    description: 'Paper 3: the two-layer transformer by Adam, without decay or noise: what the others are held against (RECONSTRUCTION after Power et al. 2022).',
    config: underRule('adam')
  },
  {
    name: 'update-noise',
    title: 'Noise on updates',
    description: 'Paper 3: the two-layer transformer by Adam, with noise of deviation 1 on the update’s direction (RECONSTRUCTION after Power et al. 2022).',
    config: underRule('update-noise')
  },
  {
    name: 'weight-noise',
    title: 'Noise on weights',
    description: 'Paper 3: the two-layer transformer by Adam, with noise of deviation 0.01 on the weights of each training pass (RECONSTRUCTION after Power et al. 2022).',
    config: underRule('weight-noise')
  },
  {
    name: 'gradient-noise',
    title: 'Noise on gradients',
    description: 'Paper 3: the two-layer transformer by Adam, with noise on the gradient at its default deviation (RECONSTRUCTION; the paper gives none).',
    config: { ...underRule('adam'), interventions: [{ kind: 'gradient-noise' }] }
  },
  {
    name: 'dropout',
    title: 'Dropout',
    description: 'Paper 3: the two-layer transformer by Adam, with dropout 0.1 (RECONSTRUCTION after Power et al. 2022).',
    config: underRule('dropout')
  }
]
