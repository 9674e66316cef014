/**
 * −Σ |x_i| ln |x_i| in float64, with 0 · ln 0 = 0; natural logarithm, sum over all entries of all arrays. Of weights: absolute weight entropy (AWE,
 * Golechha 2024); of gradients: absolute gradient entropy (AGE, NeuralGrok, arXiv 2504.17243, eq. 3 and 4). Not scale-free: entries above 1 count
 * negative. NaN where an entry is NaN.
 */
export function absoluteEntropy(...arrays: readonly ArrayLike<number>[]): number {
  let sum = 0
  for (const values of arrays) {
    for (let i = 0; i < values.length; i++) {
      const size = Math.abs(values[i])
      if (size !== 0) sum -= size * Math.log(size)
    }
  }
  return sum
}
