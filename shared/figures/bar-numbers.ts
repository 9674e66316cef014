/** Sizes in pixels. */
export interface BarSizes {
  /** From one bar's middle to the next. */
  pitch: number
  bar: number
  /** Width of the number above the bar. */
  number: number
}

/** Room that a number keeps to a bar beside it. */
const gap = 3

/** Bars by their heights, the one in question, and sizes. */
interface Row { heights: ArrayLike<number>; at: number; sizes: BarSizes }

/**
 * Pixels by which the number above a bar moves to the right (negative: left), so that it does not touch a taller bar beside it.
 * 0 where nothing is in the way, or where taller bars stand on both sides.
 */
export function numberShift(heights: ArrayLike<number>, at: number, sizes: BarSizes): number {
  const row = { heights, at, sizes }
  const shift = intrusion(row, -1, 0) - intrusion(row, 1, 0)
  return shift === 0 || intrusion(row, Math.sign(shift), Math.abs(shift)) > 0 ? 0 : shift
}

/** How far a number that was moved by `moved` towards a side comes too near to a taller bar there; 0 where it does not. */
function intrusion({ heights, at, sizes: { pitch, bar, number } }: Row, side: number, moved: number): number {
  const reach = number / 2 + moved + gap
  let most = 0
  for (let distance = 1; distance * pitch - bar / 2 < reach; distance++) {
    const index = at + side * distance
    if (index < 0 || index >= heights.length) break
    if (heights[index] > heights[at]) most = Math.max(most, reach - (distance * pitch - bar / 2))
  }
  return most
}
