import { panRange, toPixel, toValue, zoomRange, type Axis, type Range } from '../axis.ts'
import { pointNear } from './curve-points.ts'
import type { DrawnCurve } from './draw.ts'

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

/** Pixels from the pointer within which a curve counts as pointed at. */
const reach = 10

/** The curve under the pointer, by its value at the pointer's step; members of a group stand back behind its line. */
export function curveNear(curves: readonly DrawnCurve[], x: { axis: Axis; at: number }, y: { axis: Axis; at: number }): DrawnCurve | null {
  const step = toValue(x.axis, x.at)
  let nearest: DrawnCurve | null = null
  let least = reach
  for (const curve of curves) {
    const point = pointNear(curve.points, step)
    if (point === null || Math.abs(toPixel(x.axis, point.step) - x.at) > reach * 3) continue
    const away = Math.abs(y.axis.pixels - toPixel(y.axis, point.value) - y.at)
    if (away < least || (away === least && curve.width > (nearest?.width ?? 0))) { least = away; nearest = curve }
  }
  return nearest
}
