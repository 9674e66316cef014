import type { RunConfigInput } from '../schema.ts'
import type { Preset } from './preset.ts'

const optimizer = { kind: 'adamw', learningRate: 1e-3, weightDecay: 1, beta1: 0.9, beta2: 0.98, warmupSteps: 10 } as const

/** Exploring Grokking (arXiv 2412.10898). Only outlines of its runs are known: encodings, normalization and rates are RECONSTRUCTION. */
const base = {
  task: { kind: 'modular', operation: 'add', modulus: 97, trainFraction: 0.5, encoding: 'standard' },
  model: { kind: 'transformer', layers: 2, width: 128, heads: 4, mlpWidth: 512, normalization: 'post', initialization: 'torch' },
  loss: { kind: 'cross-entropy' },
  optimizer,
  batch: { kind: 'minibatch', size: 512 },
  stop: { maximumSteps: 20_000, afterGeneralization: 1000 }
} as const satisfies RunConfigInput

/** Paper 3: encodings, architectures and optimizers. */
export const paper3Presets: readonly Preset[] = [
  {
    name: 'two-layer-transformer',
    title: 'Two-layer transformer, standard encoding',
    description: 'Paper 3: x, +, y, = through two post-normalized layers of width 128 (settings: RECONSTRUCTION after Power et al. 2022).',
    config: base
  },
  {
    name: 'simplified-transformer',
    title: 'One-layer transformer, simplified encoding',
    description: 'Paper 3: x, y, = through one layer without LayerNorm, 30 % of the pairs (RECONSTRUCTION after Nanda et al. 2023).',
    config: {
      ...base, task: { ...base.task, encoding: 'simplified', trainFraction: 0.3 }, batch: { kind: 'full' },
      model: { kind: 'transformer', layers: 1, width: 128, heads: 4, mlpWidth: 512 }
    }
  },
  {
    name: 'lstm',
    title: 'LSTM',
    description: 'Paper 3: an LSTM with 20 hidden units (inputs and rates: RECONSTRUCTION).',
    config: { ...base, model: { kind: 'lstm', hiddenWidth: 20 } }
  },
  {
    name: 'two-layer-mlp',
    title: 'MLP of two hidden layers',
    description: 'Paper 3: two hidden layers of 512 units on one-hot x and y (inputs and rates: RECONSTRUCTION).',
    config: { ...base, model: { kind: 'mlp-one-hot', hiddenLayers: 2, hiddenWidth: 512, initialization: 'torch' } }
  }
]
