import type { RandomSource } from '../random.ts'
import { randomDraw, type DrawRule } from './draws.ts'

/** Rows of the two sets, in the order in which they were drawn. */
export interface Drawn {
  train: Int32Array
  test: Int32Array
}

/** Sizes and rule of a split with a test set of its own. */
export interface HeldOut {
  train: number
  test: number
  draw: DrawRule
  /** The rule decides the test set too: what it draws first is trained on, what it draws last is tested. */
  splitBoth: boolean
}

/**
 * The rows of a training and of a test set; the rest belongs to neither. By default the test set is drawn at random from all rows, then the training
 * set from the others by the rule (arXiv 2505.15624, §5.1). With `splitBoth` one draw of all rows gives both, its beginning and its end: what is
 * drawn for training less often is tested more often (the reading of Fig. 8; RECONSTRUCTION). Throws `RangeError` where both do not fit.
 */
export function drawHeldOut(rows: Int32Array, { train, test, draw, splitBoth }: HeldOut, source: RandomSource): Drawn {
  if (train + test > rows.length) throw new RangeError(`${train} training and ${test} test examples do not fit into ${rows.length}`)
  if (splitBoth) {
    const all = draw(rows, rows.length, source)
    return { train: all.slice(0, train), test: all.slice(all.length - test) }
  }
  const shuffled = randomDraw(rows, rows.length, source)
  return { train: draw(shuffled.slice(test).sort(), train, source), test: shuffled.slice(0, test) }
}
