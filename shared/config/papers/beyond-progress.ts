import type { Interventions, PaperRun, Split } from './paper-run.ts'
import { nandaOptimizer, nandaTransformer } from './progress-measures.ts'

export interface BeyondProgressRun {
  modulus?: number
  trainFraction?: number
  split?: Split
  operation?: 'add' | 'subtract' | 'multiply'
  /** In place of an operation. */
  expression?: string
  /** d, by which the second operand's tokens lie behind the first's. */
  operandOffset?: number
  /** In place of the transformer. */
  model?: PaperRun['model']
  layers?: number
  width?: number
  embeddingInitialization?: 'default' | 'toeplitz'
  interventions?: Interventions
}

/** The baseline without attention (code, MLP): trained embeddings of i, j, cls side by side, N(0, 1 / width) at the start, two hidden layers. */
export const beyondProgressMlp = {
  kind: 'mlp-embedding', embeddingWidth: 128, embeddingScale: 1 / Math.sqrt(128), hiddenLayers: 2, hiddenWidth: 512, inputs: 'sequence', initialization: 'torch'
} as const

/**
 * Beyond Progress Measures (arXiv 2504.03162), §3.1 and its code: tokens i, j, cls at p = 97, 30 % of the pairs; Nanda et al.'s transformer and
 * AdamW, full batch, with all matrices N(0, 1 / width), also the last; cross-entropy in float32.
 */
export function beyondProgressRun(choice: BeyondProgressRun): PaperRun {
  const { modulus = 97, trainFraction = 0.3, expression, operandOffset = 0, split = { kind: 'random' } } = choice
  const { layers = 1, width = 128, embeddingInitialization = 'default' } = choice
  const operation = expression === undefined ? { operation: choice.operation ?? 'add' } : { operation: 'polynomial' as const, expression }
  const transformer = { ...nandaTransformer, layers, width, mlpWidth: 4 * width, initialization: 'width-normal', embeddingInitialization } as const
  return {
    task: { kind: 'modular', ...operation, modulus, trainFraction, split, operandOffset },
    model: choice.model ?? transformer,
    loss: { kind: 'cross-entropy-float32' },
    optimizer: nandaOptimizer,
    batch: { kind: 'full' },
    interventions: choice.interventions ?? []
  }
}
