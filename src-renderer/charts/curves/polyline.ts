import { lowerBound } from '../../../shared/numerics/decimate.ts'
import { graphic } from '../echarts.ts'
import type { CurvePoints } from './curve-points.ts'

/** From data to pixels along one axis: offset + factor · value, or of its decimal logarithm. */
export interface Mapping { offset: number; factor: number; logarithmic: boolean }

export interface PolylineShape { points: CurvePoints; x: Mapping; y: Mapping; from: number; to: number }

interface Pen { moveTo(x: number, y: number): void; lineTo(x: number, y: number): void }

/** Draws the part of a curve that lies between two steps, and one point beyond at both ends. Gaps lift the pen. */
export function drawPolyline(pen: Pen, { points, x, y, from, to }: PolylineShape): void {
  const { steps, values } = points
  const first = Math.max(lowerBound(steps, from) - 1, x.logarithmic ? lowerBound(steps, Number.MIN_VALUE) : 0)
  const last = Math.min(lowerBound(steps, to) + 1, steps.length)
  let isDown = false
  for (let index = first; index < last; index++) {
    const value = y.logarithmic ? Math.log10(values[index]) : values[index]
    if (!Number.isFinite(value)) { isDown = false; continue }
    const left = x.offset + x.factor * (x.logarithmic ? Math.log10(steps[index]) : steps[index])
    if (isDown) pen.lineTo(left, y.offset + y.factor * value)
    else pen.moveTo(left, y.offset + y.factor * value)
    isDown = true
  }
}

// ECharts' own line series copies and lays out every point at each change of an axis; this shape maps them while it draws.
const Polyline = graphic.extendShape({
  type: 'polyline-of-points',
  shape: {},
  buildPath: (pen: Pen, shape: PolylineShape) => { if (shape.points) drawPolyline(pen, shape) },
  // Measuring the path would cost as much as drawing it, and nothing is culled: the grid clips.
  getBoundingRect: () => new graphic.BoundingRect(0, 0, 1e5, 1e5)
})
graphic.registerShape('polyline-of-points', Polyline)
export const polylineType = 'polyline-of-points'
