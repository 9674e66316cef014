import type { RunConfigInput } from '../schema.ts'
import type { Preset } from './preset.ts'

type Operation = NonNullable<Extract<RunConfigInput['task'], { kind: 'operator-sequence' }>['operation']>
type Interventions = NonNullable<RunConfigInput['interventions']>

const gradientMeasures = ['loss-and-accuracy', 'weight-norms', 'embedding-spectrum', 'weight-entropy', 'gradient-entropy'] as const

/** The paper's set-up: 2 layers modulo 97, 4 layers modulo 7; Adam with coupled L2, half of the equations, batches of 512. */
function configOf(operation: Operation, interventions: Interventions, weightDecay = 1e-3): RunConfigInput {
  const isLong = operation === 'product-sum'
  return {
    task: { kind: 'operator-sequence', operation, modulus: isLong ? 7 : 97, trainFraction: 0.5 },
    model: {
      kind: 'transformer', layers: isLong ? 4 : 2, width: 128, heads: 4, mlpWidth: 512, activation: 'gelu',
      normalization: 'neuralgrok', attentionBias: true, initialization: 'torch'
    },
    loss: { kind: 'cross-entropy' },
    optimizer: { kind: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.98, weightDecay, warmupSteps: 10 },
    batch: { kind: 'minibatch', size: 512, lastBatch: 'keep' },
    interventions,
    measures: [...gradientMeasures],
    thresholds: { generalization: 0.95 },
    stop: { maximumSteps: isLong ? 100_000 : 20_000, afterGeneralization: 1000 }
  }
}

const amplifier: Interventions = [{ kind: 'neural-amplifier', hiddenLayers: 2, hiddenWidth: 128, norm: 0.2, clip: 1, outerInterval: 4 }]
const wideAmplifier: Interventions = [{ kind: 'neural-amplifier', hiddenLayers: 1, hiddenWidth: 1152, norm: 0.2, clip: 1, outerInterval: 1, pieces: 2048 }]

const neuralGrok = (name: string, operation: Operation, formula: string, published: string): Preset => ({
  name: `neuralgrok-${name}`,
  title: `NeuralGrok, ${formula}`,
  description: `Zhou et al. 2025: the neural amplifier on ${formula}. Published: 95 % test accuracy at step ${published}. Compare with the preset of gradient normalization alone.`,
  config: configOf(operation, operation === 'product-sum' ? wideAmplifier : amplifier)
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
    config: configOf('add', [])
  },
  {
    name: 'neuralgrok-normalization',
    title: 'NeuralGrok, normalization only',
    description: 'The control on a + b mod 97: the gradient is scaled to global norm 1 without an amplifier. It was faster than NeuralGrok in a re-implementation.',
    config: configOf('add', [{ kind: 'gradient-normalization', norm: 1 }])
  },
  {
    name: 'neuralgrok-tensor-normalization',
    title: 'NeuralGrok, normalization per tensor',
    description: 'A control on a + b mod 97: each tensor’s gradient gets the norm that the amplifier gives it, with equal weights in place of learned ones, and the same clip follows.',
    config: configOf('add', [{ kind: 'gradient-normalization', norm: 0.2, scope: 'tensor' }, { kind: 'gradient-clip', norm: 1 }])
  },
  {
    name: 'neuralgrok-grokfast-ma',
    title: 'Grokfast, moving average',
    description: 'Lee et al. 2024 on a + b mod 97 with the decay of NeuralGrok’s comparison: window 100, λ 5. Published there: 95 % test accuracy at step 1,780.',
    config: { ...configOf('add', [{ kind: 'grokfast-ma', window: 100, lambda: 5 }]), schedule: fewCheckpoints }
  },
  {
    name: 'neuralgrok-grokfast-ema',
    title: 'Grokfast, exponential mean',
    description: 'Lee et al. 2024 on a + b mod 97 with α 0.98, λ 2 and their L2 decay of 0.005. Published by NeuralGrok: 95 % test accuracy at step 1,820.',
    config: configOf('add', [{ kind: 'grokfast-ema', alpha: 0.98, lambda: 2 }], 5e-3)
  }
]
