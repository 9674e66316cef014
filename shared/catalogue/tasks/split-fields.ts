import { integerField, realField } from '../field.ts'
import type { TaskSize } from './task-kind.ts'

/** The share of a task's examples that is trained on; `examples` is what the task calls them, `count` how many there are in words. */
export function trainFractionField(examples: string, initial: number, count = examples) {
  return realField({
    title: 'Training fraction',
    description: `Share of all ${examples} that is trained on; ⌊fraction · ${count}⌋ ${examples}.`
  }, { min: 0, max: 1, initial })
}

/** The seed of the shuffle that divides a task's examples into training and test set. */
export function splitSeedField(examples: string) {
  return integerField({ title: 'Split seed', description: `Seed of the shuffle that splits the ${examples}.` }, { min: 0, max: 2147483647, initial: 0 })
}

/** ⌊fraction · total⌋ training examples; all others are the test set. */
export function plainSplitSize(total: number, trainFraction: number): TaskSize {
  const train = Math.floor(trainFraction * total)
  return { total, train, test: total - train }
}
