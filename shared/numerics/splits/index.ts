import { randomSource } from '../random.ts'
import { balancedDraw, randomDraw, weightedDraw, type DrawRule } from './draws.ts'
import { drawHeldOut, type Drawn } from './held-out.ts'
import { drawAroundHole, type Hole } from './holes.ts'

/** Rows of a table of examples, each list ascending; together every row once. */
export interface Split {
  train: Int32Array
  test: Int32Array
  unused: Int32Array
}

/** By what rule training pairs are drawn from those at hand. */
export type Draw = { kind: 'random' } | { kind: 'uniform' } | { kind: 'skewed'; exponent: number }

/** Which pairs are trained on. Fractions are of all pairs, rounded down to whole pairs. */
export type SplitChoice =
  | { kind: 'random'; trainFraction: number }
  | { kind: 'held-out'; trainFraction: number; testFraction: number; draw: Draw; splitBoth: boolean }
  | { kind: 'hole'; trainFraction: number; hole: Hole }

/** The first ⌊fraction · count⌋ of a shuffle of `count` rows are trained on, the rest is the test set (Power et al. 2022). */
export function randomSplit(count: number, trainFraction: number, seed: number): Split {
  const order = randomDraw(rowsUpTo(count), count, randomSource(seed))
  const train = Math.floor(trainFraction * count)
  return ascending(count, { train: order.slice(0, train), test: order.slice(train) })
}

/**
 * Splits a table of pairs, [pairs, 2] in rows, from the choice and the seed alone: `random` by `randomSplit`; `held-out` with a test set apart from
 * the draw of training pairs, by `drawHeldOut` (arXiv 2505.15624); `hole` with a region that is only tested, by `drawAroundHole` (arXiv 2504.03162).
 * Throws `RangeError` where the sets do not fit into the table.
 */
export function splitPairs(pairs: Int32Array, choice: SplitChoice, seed: number): Split {
  const count = pairs.length / 2
  const train = Math.floor(choice.trainFraction * count)
  switch (choice.kind) {
    case 'random': return randomSplit(count, choice.trainFraction, seed)
    case 'held-out': {
      const rule = { train, test: Math.floor(choice.testFraction * count), draw: ruleOf(pairs, choice.draw), splitBoth: choice.splitBoth }
      return ascending(count, drawHeldOut(rowsUpTo(count), rule, randomSource(seed)))
    }
    case 'hole': return ascending(count, drawAroundHole(pairs, choice.hole, train, randomSource(seed)))
  }
}

const rowsUpTo = (count: number): Int32Array => Int32Array.from({ length: count }, (_, row) => row)

function ruleOf(pairs: Int32Array, draw: Draw): DrawRule {
  switch (draw.kind) {
    case 'random': return randomDraw
    case 'uniform': return balancedDraw(pairs)
    case 'skewed': return weightedDraw(pairs, draw.exponent)
  }
}

function ascending(count: number, { train, test }: Drawn): Split {
  const used = new Uint8Array(count)
  for (const row of [...train, ...test]) used[row] = 1
  return { train: train.sort(), test: test.sort(), unused: rowsUpTo(count).filter((row) => used[row] === 0) }
}
