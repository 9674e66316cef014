import { describe, expect, it } from 'vitest'
import { permutation, randomSource } from '../../../../shared/numerics/random.ts'
import { weightedDraw } from '../../../../shared/numerics/splits/draws.ts'
import { tokenHistogram } from '../../../../shared/numerics/splits/histogram.ts'
import { isInHole } from '../../../../shared/numerics/splits/holes.ts'
import { randomSplit, splitPairs, type Draw, type Split, type SplitChoice } from '../../../../shared/numerics/splits/index.ts'

/** All pairs of residues in order of the first, then the second. */
const table = (p: number): Int32Array => Int32Array.from({ length: 2 * p * p }, (_, at) => {
  const pair = at >> 1
  return at % 2 === 0 ? Math.floor(pair / p) : pair % p
})

const pairs = table(97)
const sizes = ({ train, test, unused }: Split): number[] => [train.length, test.length, unused.length]
const paper = (draw: Draw, splitBoth = false): SplitChoice => ({ kind: 'held-out', trainFraction: 0.3, testFraction: 0.2, draw, splitBoth })
const spread = (counts: ArrayLike<number>): number => Math.max(...Array.from(counts)) - Math.min(...Array.from(counts))
const occurrences = (rows: Int32Array): number[] => {
  const { first, second } = tokenHistogram(pairs, rows, 97)
  return Array.from(first, (count, token) => count + second[token])
}

const draws: [string, Draw][] = [['random', { kind: 'random' }], ['uniform', { kind: 'uniform' }], ['skewed', { kind: 'skewed', exponent: 1 }]]
const choices: [string, SplitChoice][] = [
  ['random', { kind: 'random', trainFraction: 0.3 }],
  ...draws.map(([name, draw]): [string, SplitChoice] => [`${name} draw`, paper(draw)]),
  ...draws.map(([name, draw]): [string, SplitChoice] => [`${name} draw of both sets`, paper(draw, true)]),
  ['square hole', { kind: 'hole', trainFraction: 0.3, hole: { kind: 'square', bound: 30 } }],
  ['strip hole', { kind: 'hole', trainFraction: 0.3, hole: { kind: 'strip', bound: 40 } }]
]

describe('every split', () => {
  it.each(choices)('%s: puts each pair into one set, in ascending order', (_, choice) => {
    const { train, test, unused } = splitPairs(pairs, choice, 5)
    const all = [...train, ...test, ...unused]
    expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 9409 }, (__, row) => row))
    for (const rows of [train, test, unused]) expect([...rows]).toEqual([...rows].sort((a, b) => a - b))
  })

  it.each(choices)('%s: follows from its seed', (_, choice) => {
    expect(splitPairs(pairs, choice, 5)).toEqual(splitPairs(pairs, choice, 5))
    expect(splitPairs(pairs, choice, 6).train).not.toEqual(splitPairs(pairs, choice, 5).train)
  })
})

describe('a random split', () => {
  it('takes the first of a shuffle', () => {
    const order = permutation(12769, randomSource(9))
    const { train, test } = randomSplit(12769, 0.3, 9)
    expect([train.length, test.length]).toEqual([3830, 8939])
    expect(train).toEqual(order.slice(0, 3830).sort())
  })
})

describe('a held-out test set', () => {
  it.each(draws)('of 1,881 and 2,822 training pairs leaves the rest at p = 97, %s', (_, draw) => {
    for (const splitBoth of [false, true]) expect(sizes(splitPairs(pairs, paper(draw, splitBoth), 1))).toEqual([2822, 1881, 4706])
  })

  it('is the same whatever the draw of the training set', () => {
    const [random, uniform, skewed] = draws.map(([, draw]) => splitPairs(pairs, paper(draw), 3))
    expect(uniform.test).toEqual(random.test)
    expect(skewed.test).toEqual(random.test)
    expect(uniform.train).not.toEqual(random.train)
  })

  it('does not fit where both fractions are too large', () => {
    const choice: SplitChoice = { kind: 'held-out', trainFraction: 0.6, testFraction: 0.5, draw: { kind: 'random' }, splitBoth: false }
    expect(() => splitPairs(table(10), choice, 0)).toThrow('60 training and 50 test examples do not fit into 100')
  })

  it.each([0, 1, 2])('with the uniform draw trains on every token about 58 times, seed %i', (seed) => {
    const counts = occurrences(splitPairs(pairs, paper({ kind: 'uniform' }), seed).train)
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(57)
    expect(Math.max(...counts)).toBeLessThanOrEqual(60)
    expect(spread(occurrences(splitPairs(pairs, paper({ kind: 'random' }), seed).train))).toBeGreaterThan(15)
  })

  it('with the skewed draw follows the weights of the first operand and leaves the second alone', () => {
    const { train } = splitPairs(pairs, paper({ kind: 'skewed', exponent: 1 }), 0)
    const { first, second } = tokenHistogram(pairs, train, 97)
    const falling = first.toSorted().reverse()
    expect(falling[0]).toBeGreaterThan(70)
    expect(falling[96]).toBeLessThan(20)
    expect(spread(second)).toBeLessThan(35)
  })

  it('with the skewed draw and exponent 0 is a plain draw, and with a large one takes token by token', () => {
    const flat = tokenHistogram(pairs, splitPairs(pairs, paper({ kind: 'skewed', exponent: 0 }), 0).train, 97).first
    expect(spread(flat)).toBeLessThan(35)
    const steep = tokenHistogram(pairs, splitPairs(pairs, paper({ kind: 'skewed', exponent: 400 }, true), 0).train, 97).first
    expect(steep.filter((count) => count === 97)).toHaveLength(29)
    expect(steep.filter((count) => count === 9)).toHaveLength(1)
  })

  it('can be drawn by the same rule: what is trained on often is tested less', () => {
    const [skewed, uniform] = [draws[2][1], draws[1][1]].map((draw) => splitPairs(pairs, paper(draw, true), 0))
    const [trained, tested] = [skewed.train, skewed.test].map((rows) => tokenHistogram(pairs, rows, 97).first)
    const most = trained.indexOf(Math.max(...trained))
    expect(tested[most]).toBeLessThan(Math.min(10, trained[most]))
    expect(spread(occurrences(uniform.test))).toBeLessThanOrEqual(4)
  })
})

describe('weights of a draw without replacement', () => {
  it('of 1 and ½ put a pair of the heavier token first in two of three draws', () => {
    const two = Int32Array.from({ length: 400 }, (_, at) => (at % 2 === 0 ? Math.floor(at / 200) : at >> 1))
    const rows = Int32Array.from({ length: 200 }, (_, row) => row)
    let heavierFirst = 0
    for (let seed = 0; seed < 3000; seed++) {
      const tokens = weightedDraw(two, 1)(rows, 200, randomSource(seed)).map((row) => two[2 * row])
      const heavier = tokens.subarray(0, 100).filter((token) => token === 1).length > 50 ? 1 : 0
      if (tokens[0] === heavier) heavierFirst++
    }
    expect(heavierFirst / 3000).toBeGreaterThan(0.64)
    expect(heavierFirst / 3000).toBeLessThan(0.695)
  })
})

describe('a hole', () => {
  it('SQUARE(30) holds 961 pairs, all of them tested, at p = 97', () => {
    const split = splitPairs(pairs, { kind: 'hole', trainFraction: 0.3, hole: { kind: 'square', bound: 30 } }, 0)
    expect(sizes(split)).toEqual([2822, 6587, 0])
    const inside = (row: number): boolean => pairs[2 * row] <= 30 && pairs[2 * row + 1] <= 30
    expect(split.test.filter(inside)).toHaveLength(961)
    expect(split.train.filter(inside)).toHaveLength(0)
  })

  it('STRIP(40) is 41 rows of the table', () => {
    const split = splitPairs(pairs, { kind: 'hole', trainFraction: 0.3, hole: { kind: 'strip', bound: 40 } }, 0)
    expect(sizes(split)).toEqual([2822, 6587, 0])
    expect(Math.min(...Array.from(split.train, (row) => pairs[2 * row]))).toBe(41)
    expect(split.test.filter((row) => pairs[2 * row] <= 40)).toHaveLength(41 * 97)
  })

  it('STRIP(67) leaves 2,813 pairs, which are all trained on', () => {
    expect(sizes(splitPairs(pairs, { kind: 'hole', trainFraction: 0.3, hole: { kind: 'strip', bound: 67 } }, 0))).toEqual([2813, 6596, 0])
  })

  it('as large as the table leaves nothing', () => {
    expect(() => splitPairs(pairs, { kind: 'hole', trainFraction: 0.3, hole: { kind: 'square', bound: 96 } }, 0)).toThrow('the square up to 96 leaves no pair')
    expect(isInHole({ kind: 'strip', bound: 2 }, 2, 96)).toBe(true)
    expect(isInHole({ kind: 'square', bound: 2 }, 2, 3)).toBe(false)
  })
})
