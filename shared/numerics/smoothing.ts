/**
 * Debiased exponential moving average in the order of the points, as TensorBoard computes it (`classicSmoothing` in
 * line_chart_v2/data_transformer.ts): the first output is the first value, values that are not finite pass through
 * uncounted, a constant series stays as it is. `weight` is clamped to 0 … 1; 0, or no number at all, leaves values alone.
 * Meant for raw data: a decimated series smooths to another curve.
 */
export function smooth(values: ArrayLike<number>, weight: number): Float64Array {
  const result = Float64Array.from(values)
  const keep = Number.isFinite(weight) ? Math.min(Math.max(weight, 0), 1) : 0
  if (result.every((value) => value === result[0])) return result
  let average = 0
  let count = 0
  for (let i = 0; i < result.length; i++) {
    if (!Number.isFinite(result[i])) continue
    average = keep * average + (1 - keep) * result[i]
    count++
    result[i] = average / (keep === 1 ? 1 : 1 - keep ** count)
  }
  return result
}
