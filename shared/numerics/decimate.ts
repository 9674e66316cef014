/** Part of an x axis that is drawn on so many pixel columns. */
export interface PixelRange {
  from: number
  to: number
  pixels: number
  logarithmic: boolean
}

export interface Points {
  steps: Float64Array
  values: Float64Array
}

/** First index whose step is at least `step`; `steps` ascend. */
export function lowerBound(steps: ArrayLike<number>, step: number): number {
  let low = 0
  let high = steps.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (steps[middle] < step) low = middle + 1
    else high = middle
  }
  return low
}

/** Positions to keep of [first, last): of each pixel column its lowest and its highest value, in order; of a column of gaps, one gap. */
function extremesPerColumn(points: Points, first: number, last: number, columnOf: (step: number) => number): number[] {
  const { steps, values } = points
  const kept: number[] = []
  let start = first
  while (start < last) {
    const column = columnOf(steps[start])
    let lowest = -1
    let highest = -1
    let index = start
    for (; index < last && columnOf(steps[index]) === column; index++) {
      const value = values[index]
      if (Number.isNaN(value)) continue
      if (lowest < 0 || value < values[lowest]) lowest = index
      if (highest < 0 || value > values[highest]) highest = index
    }
    if (lowest < 0) kept.push(start)
    else if (lowest === highest) kept.push(lowest)
    else kept.push(Math.min(lowest, highest), Math.max(lowest, highest))
    start = index
  }
  return kept
}

/**
 * The points of a range, thinned to at most two per pixel column: the column's lowest and highest value, exact, at their
 * own steps. NaN is a gap: it is ignored beside other values and kept where a column has nothing else. The neighbours just
 * outside the range are kept, so that lines reach the edge; so are the first and the last point inside. A range that needs
 * no thinning comes back whole. `steps` must ascend; on a logarithmic axis steps ≤ 0 are left out.
 */
export function decimate(points: Points, range: PixelRange): Points {
  const { steps, values } = points
  const drawable = range.logarithmic ? lowerBound(steps, Number.MIN_VALUE) : 0
  const first = Math.max(lowerBound(steps, range.from), drawable)
  const last = Math.max(lowerBound(steps, range.to), first)
  const before = Math.max(first - 1, drawable)
  const after = Math.min(last + 1, steps.length)
  if (after - before <= 2 * range.pixels) return { steps: steps.slice(before, after), values: values.slice(before, after) }
  const place = range.logarithmic ? Math.log : (step: number) => step
  const left = place(range.logarithmic ? Math.max(range.from, steps[first]) : range.from)
  const scale = range.pixels / (place(range.to) - left || 1)
  const inside = extremesPerColumn(points, first, last, (step) => Math.min(Math.floor((place(step) - left) * scale), range.pixels - 1))
  const kept = [...new Set([before, first, ...inside, last - 1, after - 1])].sort((a, b) => a - b)
  return { steps: Float64Array.from(kept, (index) => steps[index]), values: Float64Array.from(kept, (index) => values[index]) }
}
