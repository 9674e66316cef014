import { singularValues } from './singular-values.ts'

/** Where a singular value stops to count; see `numericalRank`. */
export const rankRules = ['machine-precision', 'thousandth'] as const
export type RankRule = (typeof rankRules)[number]

/** Spacing of float32 at 1. */
const float32Epsilon = 2 ** -23

/**
 * Number of singular values (falling) of a [rows, columns] matrix above a threshold. `machine-precision`: σ_max · max(rows, columns) · 2⁻²³, the
 * default of `torch.linalg.matrix_rank` and `numpy.linalg.matrix_rank` for float32. `thousandth`: σ_max / 1,000. The embedding-layer paper (arXiv
 * 2505.15624, Fig. 10) names no threshold: RECONSTRUCTION. 0 for a matrix of zeros.
 */
export function rankOf(singular: ArrayLike<number>, rows: number, columns: number, rule: RankRule = 'machine-precision'): number {
  const share = rule === 'thousandth' ? 1e-3 : Math.max(rows, columns) * float32Epsilon
  let rank = 0
  while (rank < singular.length && singular[rank] > singular[0] * share) rank++
  return rank
}

/** `rankOf` a matrix in row order. Throws `RangeError` where values are missing or not finite. */
export function numericalRank(data: ArrayLike<number>, rows: number, columns: number, rule: RankRule = 'machine-precision'): number {
  return rankOf(singularValues(data, rows, columns), rows, columns, rule)
}
