import { panRange, toValue, zoomRange, type Axis, type Range } from '../axis.ts'

export interface Drag { fromX: number; toX: number }

/** Shorter drags are clicks. */
export const smallestDrag = 6

/** The steps under a dragged stretch; null where it is too short to be meant. */
export function draggedRange(axis: Axis, drag: Drag): Range | null {
  if (Math.abs(drag.toX - drag.fromX) < smallestDrag) return null
  const [left, right] = drag.fromX < drag.toX ? [drag.fromX, drag.toX] : [drag.toX, drag.fromX]
  return { from: toValue(axis, Math.max(0, left)), to: toValue(axis, Math.min(axis.pixels, right)) }
}

/**
 * What a turn of the wheel does: with Ctrl (or a pinch) it zooms around the pointer, sideways or with Shift it pans;
 * else nothing, and the page scrolls.
 */
export function wheelRange(axis: Axis, x: number, event: Pick<WheelEvent, 'deltaX' | 'deltaY' | 'ctrlKey' | 'metaKey' | 'shiftKey'>, limits: Range): Range | null {
  if (event.ctrlKey || event.metaKey) return zoomRange(axis, x / axis.pixels, Math.exp(event.deltaY * 0.004), limits)
  const sideways = event.shiftKey ? event.deltaX || event.deltaY : Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : 0
  return sideways === 0 ? null : panRange(axis, sideways / axis.pixels, limits)
}

/** The whole number of steps under a pixel. */
export function stepAt(axis: Axis, x: number): number {
  return Math.max(0, Math.round(toValue(axis, Math.min(Math.max(x, 0), axis.pixels))))
}

/** Where the cursor goes from `step` along the measured steps: `by` points on, or the nearest end. */
export function neighbourStep(steps: Float64Array, step: number | null, by: number): number | null {
  const end = steps.at(by > 0 ? 0 : -1)
  if (end === undefined || step === null) return end ?? null
  let index = 0
  while (index < steps.length && steps[index] < step) index++
  const isOn = steps[index] === step
  const next = by > 0 ? (isOn ? index + by : index + by - 1) : index + by
  return steps[Math.min(Math.max(next, 0), steps.length - 1)]
}
