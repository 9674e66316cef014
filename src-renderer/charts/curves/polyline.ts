import { lowerBound } from '../../../shared/numerics/decimate.ts'
import type { Pen } from '../painted.ts'
import type { CurvePoints } from './curve-points.ts'

/** From data to pixels along one axis: offset + factor · value, or of its decimal logarithm. */
export interface Mapping { offset: number; factor: number; logarithmic: boolean }

/** Where a curve goes, and between which steps it is seen. */
export interface Mappings { x: Mapping; y: Mapping; from: number; to: number }

/** Draws the part of a curve that lies between two steps, and one point beyond at both ends. Gaps lift the pen. */
export function drawPolyline(pen: Pick<Pen, 'moveTo' | 'lineTo'>, { steps, values }: CurvePoints, { x, y, from, to }: Mappings): void {
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

function smallestPositive(values: Float64Array): number {
  return values.reduce((least, value) => (value > 0 && value < least ? value : least), Number.POSITIVE_INFINITY)
}

/** There along the upper edge, back along the lower one. A log scale cuts off what is not positive at the smallest positive value. */
export function drawBand(pen: Pick<Pen, 'moveTo' | 'lineTo'>, low: CurvePoints, high: CurvePoints, mappings: Mappings): void {
  const floor = mappings.y.logarithmic ? smallestPositive(low.values) : Number.NEGATIVE_INFINITY
  const edge = ({ steps, values }: CurvePoints) => ({ steps, values: values.map((value) => Math.max(value, floor)) })
  const back: [number, number][] = []
  const collect = (x: number, y: number) => { back.push([x, y]) }
  drawPolyline(pen, edge(high), mappings)
  drawPolyline({ moveTo: collect, lineTo: collect }, edge(low), mappings)
  for (const [x, y] of back.reverse()) pen.lineTo(x, y)
}
