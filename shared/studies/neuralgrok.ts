import type { RunConfigInput } from '../config/schema.ts'
import { measuredEvery, type Case } from './cases.ts'

type Interventions = NonNullable<RunConfigInput['interventions']>

/**
 * The paper's methods (§3.2, §4.5 and the code: amplifier 128, 128 with an outer step every four steps on 1 % of all pairs, norm 0.2, clipped
 * to 1). Two controls stand beside them always: the paper's, which normalizes the whole gradient, and one that sets the norms of all tensors as the
 * amplifier does and weighs their entries alike. They tell what the amplifier learns from the norms that it sets.
 */
export const neuralGrokMethods = {
  'standard': { label: 'Standard', interventions: [] },
  'grokfast-ma': { label: 'GrokFast-MA', interventions: [{ kind: 'grokfast-ma', window: 100, lambda: 5 }] },
  'grokfast-ema': { label: 'GrokFast-EMA', interventions: [{ kind: 'grokfast-ema', alpha: 0.98, lambda: 2 }] },
  'neuralgrok': { label: 'NeuralGrok', interventions: [{ kind: 'neural-amplifier' }] },
  'normalization': { label: 'normalization only', interventions: [{ kind: 'gradient-normalization', norm: 1 }] },
  'tensor-normalization': {
    label: 'normalization per tensor', interventions: [{ kind: 'gradient-normalization', norm: 0.2, scope: 'tensor' }, { kind: 'gradient-clip', norm: 1 }]
  }
} as const satisfies Record<string, { label: string; interventions: Interventions }>

export type NeuralGrokMethod = keyof typeof neuralGrokMethods

/** The paper's tasks (§3.1). */
export const neuralGrokTasks = {
  'add': { formula: 'a + b', modulus: 97 },
  'subtract': { formula: 'a − b', modulus: 97 },
  'multiply': { formula: 'a × b', modulus: 97 },
  'square-subtract': { formula: 'a² − b', modulus: 97 },
  'product-sum': { formula: 'ac + bd − e', modulus: 7 }
} as const

export type NeuralGrokTask = keyof typeof neuralGrokTasks

export interface NeuralGrokChoice {
  task: NeuralGrokTask
  interventions: Interventions
  maximumSteps: number
  /** Layers; two where it is not said, four for the task of five operands. */
  layers?: number
  weightDecay?: number
  /** Beside loss and accuracy. */
  measures?: NonNullable<RunConfigInput['measures']>
  afterGeneralization?: number | null
}

/**
 * Paper 4's run (§3.1, §4.2): half of the equations, decoder of width 128 with GELU and the code's normalization, Adam 0.001 with coupled decay
 * 0.001, β₂ 0.98, batch 512.
 */
export function neuralGrokConfig(choice: NeuralGrokChoice): RunConfigInput {
  const layers = choice.layers ?? (choice.task === 'product-sum' ? 4 : 2)
  return {
    task: { kind: 'operator-sequence', operation: choice.task, modulus: neuralGrokTasks[choice.task].modulus, trainFraction: 0.5 },
    model: {
      kind: 'transformer', layers, width: 128, heads: 4, mlpWidth: 512, activation: 'gelu', normalization: 'neuralgrok', attentionBias: true, initialization: 'torch'
    },
    loss: { kind: 'cross-entropy' },
    optimizer: { kind: 'adam', learningRate: 1e-3, weightDecay: choice.weightDecay ?? 1e-3, beta1: 0.9, beta2: 0.98, warmupSteps: 10 },
    batch: { kind: 'minibatch', size: 512, lastBatch: 'keep' },
    interventions: [...choice.interventions],
    measures: ['loss-and-accuracy', ...(choice.measures ?? [])],
    thresholds: { generalization: 0.95 },
    schedule: measuredEvery(20),
    stop: { maximumSteps: choice.maximumSteps, afterGeneralization: choice.afterGeneralization ?? null }
  }
}

/** The amplifier of a task: 128, 128 with an outer step every four steps; of the task modulo 7 one layer of 1,152 and an outer step at each. */
function amplifierOf(task: NeuralGrokTask): Interventions {
  return task === 'product-sum' ? [{ kind: 'neural-amplifier', hiddenLayers: 1, hiddenWidth: 1152, outerInterval: 1, pieces: 2048 }] : [...neuralGrokMethods.neuralgrok.interventions]
}

/** Entropies of gradients and weights: runs that both studies of a + b use measure them. */
export const entropies: NonNullable<RunConfigInput['measures']> = ['gradient-entropy', 'weight-entropy']

/** A method on a task; runs of the same method, task and measures are shared by the studies of the paper. */
export function methodCase(method: NeuralGrokMethod, choice: Omit<NeuralGrokChoice, 'interventions'>): Case {
  const { label, interventions } = neuralGrokMethods[method]
  return {
    key: `${choice.task}-${method}`, label: `${label}, ${neuralGrokTasks[choice.task].formula}`,
    config: neuralGrokConfig({ ...choice, interventions: method === 'neuralgrok' ? amplifierOf(choice.task) : [...interventions] })
  }
}
