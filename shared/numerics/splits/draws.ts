import { portableLog, shuffle, type RandomSource } from '../random.ts'

/** The first `wanted` rows in the order in which a rule draws them without replacement; `wanted` is at most the number of rows. */
export type DrawRule = (rows: Int32Array, wanted: number, source: RandomSource) => Int32Array

/** Every order alike. */
export const randomDraw: DrawRule = (rows, wanted, source) => shuffle(rows.slice(), source).subarray(0, wanted)

/**
 * Greedy balanced draw: always the pair (a, b) with the fewest a drawn as first and b drawn as second operand so far together, ties in an order
 * that is shuffled once, so that after any number of draws every token occurs nearly as often as any other. `pairs` is [pairs, 2] in rows.
 * RECONSTRUCTION of the uniform strategy of arXiv 2505.15624, §4.2, which gives no procedure.
 */
export function balancedDraw(pairs: Int32Array): DrawRule {
  return (rows, wanted, source) => {
    const tokens = pairs.reduce((largest, token) => Math.max(largest, token), 0) + 1
    const [first, second] = [new Int32Array(tokens), new Int32Array(tokens)]
    const score = (row: number): number => first[pairs[2 * row]] + second[pairs[2 * row + 1]]
    const order = new Int32Array(wanted)
    const waiting: number[][] = [[...shuffle(rows.slice(), source)]]
    let drawn = 0
    // Scores only rise, so the lowest score that any pair waits at does too; a pair that was overtaken waits on at its new score.
    for (let level = 0; drawn < wanted; level++) {
      for (const row of waiting[level] ?? []) {
        const now = score(row)
        if (now > level) (waiting[now] ??= []).push(row)
        else if (drawn < wanted) {
          order[drawn++] = row
          first[pairs[2 * row]]++
          second[pairs[2 * row + 1]]++
        }
      }
      waiting[level] = []
    }
    return order
  }
}

/** Natural logarithm of an exponentially distributed number of rate 1. */
function logarithmOfExponential(source: RandomSource): number {
  for (;;) {
    const uniform = source.uniform()
    if (uniform > 0) return portableLog(-portableLog(uniform))
  }
}

/**
 * Weighted draw without replacement: a pair (a, b) has the weight (rank(a) + 1)^−exponent over a random ranking 0, 1, … of the values of a; b does
 * not count. The order is that of exponential waiting times with the weights as rates (Efraimidis and Spirakis 2006), compared by their logarithms.
 * RECONSTRUCTION of the skewed strategy of arXiv 2505.15624, §4.2, which gives no weights.
 */
export function weightedDraw(pairs: Int32Array, exponent: number): DrawRule {
  return (rows, wanted, source) => {
    const values = shuffle(Int32Array.from(new Set(rows.map((row) => pairs[2 * row]))).sort(), source)
    const logarithmOfWeight = new Map(Array.from(values, (value, rank) => [value, -exponent * portableLog(rank + 1)]))
    const times = new Float64Array(pairs.length / 2)
    for (const row of rows) times[row] = logarithmOfExponential(source) - (logarithmOfWeight.get(pairs[2 * row]) ?? 0)
    return rows.slice().sort((a, b) => times[a] - times[b] || a - b).subarray(0, wanted)
  }
}
