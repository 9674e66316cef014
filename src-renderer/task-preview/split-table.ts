import { type ModularConfig } from '../../shared/catalogue/tasks/index.ts'
import { splitChoice } from '../../shared/config/split-choice.ts'
import { tokenHistogram, type TokenHistogram } from '../../shared/numerics/splits/histogram.ts'
import { isInHole } from '../../shared/numerics/splits/holes.ts'
import { splitPairs } from '../../shared/numerics/splits/index.ts'

/** What becomes of a pair: trained on, tested, tested because it lies in a hole, in neither set, or not an example of the task. */
export const pairRoles = ['train', 'test', 'hole', 'unused', 'none'] as const
export type PairRole = (typeof pairRoles)[number]

/** A split as it looks: one role for each cell (x, y) of the table, and how often each residue occurs in each set. */
export interface SplitTable {
  modulus: number
  /** [p, p] places in `pairRoles`, x down and y across. */
  roles: Uint8Array
  counts: Readonly<Record<PairRole, number>>
  histograms: { train: TokenHistogram; test: TokenHistogram }
}

/** Tables of more pairs are not drawn: their cells would be smaller than a pixel, and the draw would hold up the page. */
export const mostPairs = 300_000

/** Pairs in the order of the trainer's examples: by x, then y; division leaves out y = 0. */
function pairsOf({ modulus, operation }: ModularConfig): Int32Array {
  const first = operation === 'divide' ? 1 : 0
  const columns = modulus - first
  const pairs = new Int32Array(2 * modulus * columns)
  for (let row = 0; row < modulus * columns; row++) pairs.set([Math.floor(row / columns), first + (row % columns)], 2 * row)
  return pairs
}

/** The very split that training makes of a modular task; null where the table is too large. Throws `RangeError` where the split is impossible. */
export function splitTable(task: ModularConfig): SplitTable | null {
  const { modulus } = task
  const pairs = pairsOf(task)
  if (pairs.length / 2 > mostPairs) return null
  const choice = splitChoice(task)
  const split = splitPairs(pairs, choice, task.splitSeed)
  const roles = new Uint8Array(modulus * modulus).fill(pairRoles.indexOf('none'))
  const mark = (rows: Int32Array, role: (x: number, y: number) => PairRole): void => {
    for (const row of rows) {
      const [x, y] = [pairs[2 * row], pairs[2 * row + 1]]
      roles[x * modulus + y] = pairRoles.indexOf(role(x, y))
    }
  }
  mark(split.train, () => 'train')
  mark(split.test, (x, y) => (choice.kind === 'hole' && isInHole(choice.hole, x, y) ? 'hole' : 'test'))
  mark(split.unused, () => 'unused')
  const count = (role: PairRole) => roles.reduce((sum, place) => sum + Number(pairRoles[place] === role), 0)
  return {
    modulus, roles,
    counts: { train: count('train'), test: count('test'), hole: count('hole'), unused: count('unused'), none: count('none') },
    histograms: { train: tokenHistogram(pairs, split.train, modulus), test: tokenHistogram(pairs, split.test, modulus) }
  }
}

/** Fewest and most occurrences of any residue, in both places together. */
export function countRange({ first, second }: TokenHistogram): { least: number; most: number } {
  const sums = Array.from(first, (count, token) => count + second[token])
  return { least: Math.min(...sums), most: Math.max(...sums) }
}
