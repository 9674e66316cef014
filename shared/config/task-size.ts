import type { RunConfig } from './schema.ts'

/** Examples of a task before and after its split. */
export interface TaskSize {
  total: number
  train: number
  test: number
}

/** ⌊fraction · pairs⌋ training examples: 3,830 of 12,769 at p = 113 and 30 % (Nanda et al. 2023). */
export function taskSize(task: RunConfig['task']): TaskSize {
  const p = task.modulus
  const total = task.operation === 'divide' ? p * (p - 1) : p * p
  const train = Math.floor(task.trainFraction * total)
  return { total, train, test: total - train }
}
