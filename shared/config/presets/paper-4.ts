import { methodOnTask, neuralGrokRun, type NeuralGrokMethod, type NeuralGrokTask } from '../papers/neuralgrok.ts'
import type { RunConfigInput } from '../schema.ts'
import type { Preset } from './preset.ts'

const gradientMeasures = ['loss-and-accuracy', 'weight-norms', 'embedding-spectrum', 'weight-entropy', 'gradient-entropy'] as const

function configOf(method: NeuralGrokMethod, task: NeuralGrokTask = 'add'): RunConfigInput {
  return {
    ...neuralGrokRun(methodOnTask(method, task)),
    measures: [...gradientMeasures],
    stop: { maximumSteps: task === 'product-sum' ? 100_000 : 20_000, afterGeneralization: 1000 }
  }
}

const neuralGrok = (name: string, task: NeuralGrokTask, formula: string, published: string): Preset => ({
  name: `neuralgrok-${name}`,
  title: `NeuralGrok, ${formula}`,
  description: `Zhou et al. 2025: the neural amplifier on ${formula}. Published: 95 % test accuracy at step ${published}. Compare with the preset of gradient normalization alone.`,
  config: configOf('neuralgrok', task)
})

/** A window of 100 gradients makes checkpoints of 170 MB: few are kept. */
const fewCheckpoints = { checkpoint: { kind: 'logarithmic', perDecade: 1 } } as const

/** NeuralGrok (arXiv 2504.17243) and what it is compared with. */
export const paper4Presets: readonly Preset[] = [
  neuralGrok('add', 'add', 'a + b mod 97', '900'),
  neuralGrok('subtract', 'subtract', 'a − b mod 97', '1,467'),
  neuralGrok('multiply', 'multiply', 'a · b mod 97', '918'),
  neuralGrok('square-subtract', 'square-subtract', 'a · a − b mod 97', '1,845'),
  neuralGrok('product-sum', 'product-sum', 'a · c + b · d − e mod 7', '1,896'),
  {
    name: 'neuralgrok-standard',
    title: 'NeuralGrok, standard training',
    description: 'The baseline on a + b mod 97: Adam with coupled L2 of 0.001, nothing done to the gradient. Published: 95 % test accuracy at step 1,650.',
    config: configOf('standard')
  },
  {
    name: 'neuralgrok-normalization',
    title: 'NeuralGrok, normalization only',
    description: 'The control on a + b mod 97: the gradient is scaled to global norm 1 without an amplifier. It was faster than NeuralGrok in a re-implementation.',
    config: configOf('normalization')
  },
  {
    name: 'neuralgrok-tensor-normalization',
    title: 'NeuralGrok, normalization per tensor',
    description: 'A control on a + b mod 97: each tensor’s gradient gets the norm that the amplifier gives it, with equal weights in place of learned ones, and the same clip follows.',
    config: configOf('tensor-normalization')
  },
  {
    name: 'neuralgrok-grokfast-ma',
    title: 'Grokfast, moving average',
    description: 'Lee et al. 2024 on a + b mod 97 with the decay of NeuralGrok’s comparison: window 100, λ 5. Published there: 95 % test accuracy at step 1,780.',
    config: { ...configOf('grokfast-ma'), schedule: fewCheckpoints }
  },
  {
    name: 'neuralgrok-grokfast-ema',
    title: 'Grokfast, exponential mean',
    description: 'Lee et al. 2024 on a + b mod 97 with α 0.98, λ 2 and their L2 decay of 0.005 (RECONSTRUCTION: the figures’ names have it). Published by NeuralGrok: 95 % test accuracy at step 1,820.',
    config: configOf('grokfast-ema')
  }
]
