/**
 * Frequencies k ≥ 1 whose power is above a quarter of the largest (norm above half of the largest), ascending; none where all norms are
 * rounding errors of a constant. Nanda et al. 2023 publish no threshold; this one leaves out frequencies that weight decay is still removing.
 */
export function keyFrequencies(norms: ArrayLike<number>): number[] {
  let largest = 0
  for (let k = 1; k < norms.length; k++) largest = Math.max(largest, norms[k])
  if (largest <= 1e-9 * norms[0]) return []
  return Array.from({ length: norms.length }, (_, k) => k).filter((k) => k > 0 && norms[k] > largest / 2)
}
