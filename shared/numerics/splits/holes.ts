import type { RandomSource } from '../random.ts'
import { randomDraw } from './draws.ts'
import type { Drawn } from './held-out.ts'

/**
 * A region of the table of pairs that no training pair lies in. `square`: a ≤ bound and b ≤ bound, (bound + 1)² pairs, SQUARE(k);
 * `strip`: a ≤ bound, (bound + 1) · p pairs, STRIP(t). Source: Gu et al. 2025 (arXiv 2504.03162), §6.1.
 */
export interface Hole {
  kind: 'square' | 'strip'
  bound: number
}

/** True for a pair of residues (first, second) in the hole. */
export function isInHole({ kind, bound }: Hole, first: number, second: number): boolean {
  return first <= bound && (kind === 'strip' || second <= bound)
}

/**
 * Training rows around a hole: the first `train` of a shuffle of the rows outside, or all of these where they are fewer (STRIP(67) at p = 97 leaves
 * 2,813 of the 2,822 wanted). Everything else is tested. `pairs` is [pairs, 2] in rows. Throws `RangeError` where nothing lies outside.
 */
export function drawAroundHole(pairs: Int32Array, hole: Hole, train: number, source: RandomSource): Drawn {
  const rows = Int32Array.from({ length: pairs.length / 2 }, (_, row) => row)
  const lies = rows.map((row) => (isInHole(hole, pairs[2 * row], pairs[2 * row + 1]) ? 1 : 0))
  const inside = rows.filter((row) => lies[row] === 1)
  if (inside.length === rows.length) throw new RangeError(`the ${hole.kind} up to ${hole.bound} leaves no pair to train on`)
  const outside = randomDraw(rows.filter((row) => lies[row] === 0), rows.length - inside.length, source)
  const left = outside.slice(train)
  const test = new Int32Array(inside.length + left.length)
  test.set(inside)
  test.set(left, inside.length)
  return { train: outside.slice(0, train), test }
}
