import type { Interventions, PaperRun, Split } from './paper-run.ts'
import { nandaOptimizer, nandaTransformer } from './progress-measures.ts'

export interface BeyondProgressRun {
  modulus?: number
  trainFraction?: number
  split?: Split
  operation?: 'add' | 'subtract' | 'multiply'
  /** In place of an operation. */
  expression?: string
  width?: number
  embeddingInitialization?: 'default' | 'toeplitz'
  interventions?: Interventions
}

/**
 * Beyond Progress Measures (arXiv 2504.03162), §3.1 and its code: tokens i, j, cls at p = 97, 30 % of the pairs; Nanda et al.'s transformer and
 * AdamW, full batch, with all matrices N(0, 1 / width), also the last.
 */
export function beyondProgressRun(choice: BeyondProgressRun): PaperRun {
  const { modulus = 97, trainFraction = 0.3, expression, width = 128, split = { kind: 'random' }, embeddingInitialization = 'default' } = choice
  const operation = expression === undefined ? { operation: choice.operation ?? 'add' } : { operation: 'polynomial' as const, expression }
  return {
    task: { kind: 'modular', ...operation, modulus, trainFraction, split },
    model: { ...nandaTransformer, width, mlpWidth: 4 * width, initialization: 'width-normal', embeddingInitialization },
    loss: { kind: 'cross-entropy' },
    optimizer: nandaOptimizer,
    batch: { kind: 'full' },
    interventions: choice.interventions ?? []
  }
}
