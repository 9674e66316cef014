import type { Interventions, PaperRun } from './paper-run.ts'

/** The paper's tasks (§3.1). */
export const neuralGrokTasks = {
  'add': { formula: 'a + b', modulus: 97 },
  'subtract': { formula: 'a − b', modulus: 97 },
  'multiply': { formula: 'a × b', modulus: 97 },
  'square-subtract': { formula: 'a² − b', modulus: 97 },
  'product-sum': { formula: 'ac + bd − e', modulus: 7 }
} as const

export type NeuralGrokTask = keyof typeof neuralGrokTasks

interface Method {
  label: string
  interventions: Interventions
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
  'standard': { label: 'Standard', weightDecay: 1e-3, interventions: [] },
  'grokfast-ma': { label: 'GrokFast-MA', weightDecay: 1e-3, interventions: [{ kind: 'grokfast-ma', window: 100, lambda: 5 }] },
  'grokfast-ema': { label: 'GrokFast-EMA', weightDecay: 5e-3, interventions: [{ kind: 'grokfast-ema', alpha: 0.98, lambda: 2 }] },
  'neuralgrok': { label: 'NeuralGrok', weightDecay: 1e-3, interventions: [{ kind: 'neural-amplifier' }] },
  'normalization': { label: 'normalization only', weightDecay: 1e-3, interventions: [{ kind: 'gradient-normalization', norm: 1 }] },
  'tensor-normalization': {
    label: 'normalization per tensor', weightDecay: 1e-3,
    interventions: [{ kind: 'gradient-normalization', norm: 0.2, scope: 'tensor' }, { kind: 'gradient-clip', norm: 1 }]
  }
} as const satisfies Record<string, Method>

export type NeuralGrokMethod = keyof typeof neuralGrokMethods

/** A method's interventions on a task: modulo 7 the amplifier has one layer of 1,152 and an outer step at each step. */
export function methodInterventions(method: NeuralGrokMethod, task: NeuralGrokTask): Interventions {
  const { interventions } = neuralGrokMethods[method]
  if (method !== 'neuralgrok' || task !== 'product-sum') return [...interventions]
  return [{ kind: 'neural-amplifier', hiddenLayers: 1, hiddenWidth: 1152, outerInterval: 1, pieces: 2048 }]
}

export interface NeuralGrokRun {
  task: NeuralGrokTask
  interventions: Interventions
  /** Two where it is not said, four for the task of five operands. */
  layers?: number
  weightDecay?: number
}

/**
 * NeuralGrok (arXiv 2504.17243), §3.1 and §4.2: half of the equations, decoder of width 128 with GELU and the code's normalization, Adam 0.001
 * with coupled decay 0.001, β₂ 0.98, batch 512.
 */
export function neuralGrokRun({ task, interventions, layers, weightDecay = 1e-3 }: NeuralGrokRun): PaperRun {
  return {
    task: { kind: 'operator-sequence', operation: task, modulus: neuralGrokTasks[task].modulus, trainFraction: 0.5 },
    model: {
      kind: 'transformer', layers: layers ?? (task === 'product-sum' ? 4 : 2), width: 128, heads: 4, mlpWidth: 512, activation: 'gelu',
      normalization: 'neuralgrok', attentionBias: true, initialization: 'torch'
    },
    loss: { kind: 'cross-entropy' },
    optimizer: { kind: 'adam', learningRate: 1e-3, weightDecay, beta1: 0.9, beta2: 0.98, warmupSteps: 10 },
    batch: { kind: 'minibatch', size: 512, lastBatch: 'keep' },
    interventions
  }
}
