/** Values at evenly spaced places of a log axis of steps. */
export function resample(steps: Float64Array, values: Float64Array, count: number): Float64Array {
  const size = steps.length
  const place = (index: number) => Math.log1p(steps[index] ?? 0)
  const from = place(0)
  const span = place(size - 1) - from
  if (size < 2 || span <= 0) return values.slice()
  let at = 0
  return Float64Array.from({ length: count }, (_, i) => {
    const wanted = from + (span * i) / (count - 1)
    while (at < size - 1 && place(at + 1) <= wanted + 1e-12) at++
    return values[at] ?? Number.NaN
  })
}
