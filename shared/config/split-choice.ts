import { plainTaskSize, type ModularConfig } from '../catalogue/tasks/index.ts'
import type { Draw, SplitChoice } from '../numerics/splits/index.ts'

function drawOf(split: Exclude<ModularConfig['split'], { kind: 'square' | 'strip' }>): Draw {
  return split.kind === 'skewed' ? { kind: 'skewed', exponent: split.exponent } : { kind: split.kind }
}

/** The rule by which a modular task’s pairs are split, as `splitPairs` takes it. */
export function splitChoice(task: ModularConfig): SplitChoice {
  const { split, trainFraction } = task
  if (split.kind === 'square') return { kind: 'hole', trainFraction, hole: { kind: 'square', bound: split.side } }
  if (split.kind === 'strip') return { kind: 'hole', trainFraction, hole: { kind: 'strip', bound: split.width } }
  const splitBoth = split.kind === 'skewed' && split.splitBoth
  if (split.testFraction !== null) return { kind: 'held-out', trainFraction, testFraction: split.testFraction, draw: drawOf(split), splitBoth }
  if (split.kind === 'random') return { kind: 'random', trainFraction }
  const { total, test } = plainTaskSize(task)
  // Half an example more, so that rounding down gives all that is left.
  return { kind: 'held-out', trainFraction, testFraction: (test + 0.5) / total, draw: drawOf(split), splitBoth: true }
}
