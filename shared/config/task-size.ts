import { plainTaskSize, type TaskSize } from '../catalogue/tasks/index.ts'
import type { RunConfig } from './schema.ts'

/** Share of all examples that an intervention keeps from the training set for its own outer loss; 0 without one. */
export function outerFraction(interventions: RunConfig['interventions']): number {
  return interventions.reduce((sum, intervention) => sum + ('outerFraction' in intervention ? Number(intervention.outerFraction) : 0), 0)
}

/**
 * Examples of a run's sets. An outer set is taken from the t training examples: ⌊t − o · n⌋ stay, ⌊o · n⌋ are outer, and what rounding
 * leaves goes to the test set (NeuralGrok: 4,562, 93 and 4,657 of 9,312).
 */
export function taskSize({ task, interventions }: Pick<RunConfig, 'task' | 'interventions'>): TaskSize & { outer: number } {
  const size = plainTaskSize(task)
  const fraction = outerFraction(interventions)
  if (fraction === 0) return { ...size, outer: 0 }
  const outer = Math.floor(fraction * size.total)
  const train = Math.floor(size.train - fraction * size.total)
  return { total: size.total, train, outer, test: size.test + (size.train - train - outer) }
}
