import type { RunConfigInput } from '../schema.ts'
import type { Interventions, PaperRun } from './paper-run.ts'

type Amplifier = Extract<Interventions[number], { kind: 'neural-amplifier' }>

/** Tasks of two operands: two layers; the amplifier at its defaults (128, 128, an outer step every four steps). */
const modulo97 = { modulus: 97, layers: 2, amplifier: { kind: 'neural-amplifier' } } as const satisfies { amplifier: Amplifier; modulus: number; layers: number }

/** The paper's tasks (§3.1) with the models and amplifiers that they have (§4.2). */
export const neuralGrokTasks = {
  'add': { formula: 'a + b', ...modulo97 },
  'subtract': { formula: 'a − b', ...modulo97 },
  'multiply': { formula: 'a × b', ...modulo97 },
  'square-subtract': { formula: 'a² − b', ...modulo97 },
  'product-sum': {
    formula: 'ac + bd − e', modulus: 7, layers: 4,
    amplifier: { kind: 'neural-amplifier', hiddenLayers: 1, hiddenWidth: 1152, outerInterval: 1, pieces: 2048 }
  }
} as const

export type NeuralGrokTask = keyof typeof neuralGrokTasks

/** Coupled decay of all methods, §4.2. */
const paperDecay = 1e-3

interface Method {
  label: string
  /** What it does to the gradients of a task. */
  interventions(task: NeuralGrokTask): Interventions
  /** Coupled decay. */
  weightDecay: number
}

/**
 * The paper's methods (§3.2, §4.5 and the code: amplifier 128, 128 with an outer step every four steps on 1 % of all pairs, norm 0.2, clipped
 * to 1). All have the paper's decay but GrokFast-EMA, whose figures are named after Lee et al.'s 0.005 (RECONSTRUCTION). Two controls stand
 * beside them always: the paper's, which normalizes the whole gradient, and one that sets the norms of all tensors as the amplifier does and
 * weighs their entries alike. They tell what the amplifier learns from the norms that it sets.
 */
export const neuralGrokMethods = {
  'standard': { label: 'Standard', weightDecay: paperDecay, interventions: () => [] },
  'grokfast-ma': { label: 'GrokFast-MA', weightDecay: paperDecay, interventions: () => [{ kind: 'grokfast-ma', window: 100, lambda: 5 }] },
  'grokfast-ema': { label: 'GrokFast-EMA', weightDecay: 5e-3, interventions: () => [{ kind: 'grokfast-ema', alpha: 0.98, lambda: 2 }] },
  'neuralgrok': { label: 'NeuralGrok', weightDecay: paperDecay, interventions: (task) => [neuralGrokTasks[task].amplifier] },
  'normalization': { label: 'normalization only', weightDecay: paperDecay, interventions: () => [{ kind: 'gradient-normalization', norm: 1 }] },
  'tensor-normalization': {
    label: 'normalization per tensor', weightDecay: paperDecay,
    interventions: () => [{ kind: 'gradient-normalization', norm: 0.2, scope: 'tensor' }, { kind: 'gradient-clip', norm: 1 }]
  }
} as const satisfies Record<string, Method>

export type NeuralGrokMethod = keyof typeof neuralGrokMethods

export interface NeuralGrokRun {
  task: NeuralGrokTask
  interventions: Interventions
  /** Those of the task where it is not said. */
  layers?: number
  weightDecay?: number
}

/** A task under a method: what `neuralGrokRun` is told of it. */
export function methodOnTask(method: NeuralGrokMethod, task: NeuralGrokTask): NeuralGrokRun {
  const { interventions, weightDecay } = neuralGrokMethods[method]
  return { task, weightDecay, interventions: interventions(task) }
}

/**
 * NeuralGrok (arXiv 2504.17243), §3.1 and §4.2: half of the equations, decoder of width 128 with GELU and the code's normalization, Adam 0.001
 * with coupled decay 0.001, β₂ 0.98, batch 512; 95 % test accuracy counts as generalization (Table 1).
 */
export function neuralGrokRun(choice: NeuralGrokRun): PaperRun & Pick<RunConfigInput, 'thresholds'> {
  const { task, interventions, layers = neuralGrokTasks[task].layers, weightDecay = paperDecay } = choice
  return {
    task: { kind: 'operator-sequence', operation: task, modulus: neuralGrokTasks[task].modulus, trainFraction: 0.5 },
    model: {
      kind: 'transformer', layers, width: 128, heads: 4, mlpWidth: 512, activation: 'gelu',
      normalization: 'neuralgrok', attentionBias: true, initialization: 'torch'
    },
    loss: { kind: 'cross-entropy' },
    optimizer: { kind: 'adam', learningRate: 1e-3, weightDecay, beta1: 0.9, beta2: 0.98, warmupSteps: 10 },
    batch: { kind: 'minibatch', size: 512, lastBatch: 'keep' },
    interventions,
    thresholds: { generalization: 0.95 }
  }
}
