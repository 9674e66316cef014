/**
 * Gini coefficient, mean |x_i − x_j| / (2 · mean x), of non-negative values: 0 where all are equal, 1 − 1/n where one holds all.
 * NaN for no values, a negative value or one that is not finite; 0 where all are 0. Source: Hurley & Rickard 2009.
 */
export function gini(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort()
  const n = sorted.length
  if (n === 0 || !(sorted[0] >= 0) || !Number.isFinite(sorted[n - 1])) return NaN
  let total = 0
  let weighted = 0
  for (let i = 0; i < n; i++) {
    total += sorted[i]
    weighted += (2 * i + 1 - n) * sorted[i]
  }
  return total === 0 ? 0 : weighted / (n * total)
}
