import { nandaOptimizer, nandaTransformer } from '../papers/progress-measures.ts'
import type { Preset } from './preset.ts'

const nandaTask = { kind: 'modular', operation: 'add', modulus: 113, trainFraction: 0.3 } as const

/** Nanda et al. 2023, the mainline run: memorizes by step 300, generalizes near step 7,500. */
const mainline: Preset = {
  name: 'mainline',
  title: 'Mainline',
  description: 'Nanda et al. 2023: one-layer transformer on x + y mod 113, 30 % of the pairs. Memorizes early, groks near step 7,500.',
  config: {
    task: nandaTask, model: nandaTransformer, loss: { kind: 'cross-entropy' }, optimizer: nandaOptimizer, batch: { kind: 'full' },
    stop: { maximumSteps: 40_000, afterGeneralization: 2000 }
  }
}

/** The runs that the field knows, and simple models. */
export const anchorPresets: readonly Preset[] = [
  {
    name: 'minute',
    title: 'Grokking in a minute',
    description: 'A small transformer on x + y mod 67 that memorizes by step 200, waits, and groks between steps 4,000 and 8,000: within a minute on two processor cores.',
    config: {
      task: { kind: 'modular', operation: 'add', modulus: 67, trainFraction: 0.38 },
      model: { ...nandaTransformer, width: 64, mlpWidth: 256 },
      loss: { kind: 'cross-entropy' },
      optimizer: nandaOptimizer,
      batch: { kind: 'full' },
      stop: { maximumSteps: 20_000, afterGeneralization: 1000 }
    }
  },
  mainline,
  {
    name: 'quick',
    title: 'Quick',
    description: 'Gromov 2023: quadratic MLP on x + y mod 97, half of the pairs. Generalizes within 50 steps.',
    config: {
      task: { kind: 'modular', operation: 'add', modulus: 97, trainFraction: 0.5 },
      model: { kind: 'quadratic-mlp', hiddenWidth: 500 },
      loss: { kind: 'mean-squared-error' },
      optimizer: { kind: 'adamw', learningRate: 0.01, weightDecay: 5, beta1: 0.9, beta2: 0.98 },
      batch: { kind: 'full' },
      schedule: { measure: { kind: 'every', steps: 2 }, snapshot: { kind: 'every', steps: 2 }, checkpoint: { kind: 'every', steps: 50 } },
      stop: { maximumSteps: 200, afterGeneralization: 100 }
    }
  },
  {
    name: 'no-decay',
    title: 'Without weight decay',
    description: 'The mainline without weight decay: memorizes and does not generalize.',
    config: { ...mainline.config, optimizer: { ...nandaOptimizer, weightDecay: 0 } }
  },
  {
    name: 'mlp-one-hot',
    title: 'MLP on one-hot inputs',
    description: 'x + y mod 97 by an MLP without an embedding: one-hot x and y, concatenated.',
    config: {
      task: { kind: 'modular', operation: 'add', modulus: 97, trainFraction: 0.4 },
      model: { kind: 'mlp-one-hot', hiddenLayers: 1, hiddenWidth: 256, activation: 'relu' },
      loss: { kind: 'cross-entropy' }, optimizer: nandaOptimizer, batch: { kind: 'full' },
      stop: { maximumSteps: 40_000, afterGeneralization: 2000 }
    }
  },
  {
    name: 'mlp-embedding',
    title: 'MLP with embedding',
    description: 'x + y mod 97 by an MLP on the concatenated embeddings of x and y.',
    config: {
      task: { kind: 'modular', operation: 'add', modulus: 97, trainFraction: 0.4 },
      model: { kind: 'mlp-embedding', embeddingWidth: 128, hiddenLayers: 1, hiddenWidth: 256, activation: 'relu' },
      loss: { kind: 'cross-entropy' }, optimizer: nandaOptimizer, batch: { kind: 'full' },
      stop: { maximumSteps: 40_000, afterGeneralization: 2000 }
    }
  }
]
