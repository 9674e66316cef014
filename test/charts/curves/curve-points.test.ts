import { describe, expect, it } from 'vitest'
import { curveOf, emptyCurve, hiddenPoints, joinCurves, pointNear, spliceCurves, valueExtent, type CurvePoints } from '../../../src-renderer/charts/curves/curve-points.ts'

const curve = (steps: number[], values: number[] = steps): CurvePoints => ({ steps: Float64Array.from(steps), values: Float64Array.from(values) })
const plain = ({ steps, values }: CurvePoints) => [...steps].map((step, index) => [step, values[index]])

describe('an answer of series.read as a curve', () => {
  it('is drawn as it is where nothing was thinned', () => {
    expect(plain(curveOf({ runId: 'a', name: 'b', ...curve([0, 5], [1, 2]) }))).toEqual([[0, 1], [5, 2]])
  })

  it('keeps both extrema of each bin, the one nearer to the line so far first', () => {
    const thinned = { runId: 'a', name: 'b', ...curve([1, 2, 3], [5, 6, 7]), minimum: Float64Array.of(5, 2, 7), maximum: Float64Array.of(5, 9, 7) }
    expect(plain(curveOf(thinned))).toEqual([[1, 5], [2, 2], [2, 9], [3, 7]])
  })
})

describe('a live curve', () => {
  it('is lengthened by what it lacks; points that are there already are replaced, not doubled', () => {
    expect(plain(joinCurves(curve([1, 2, 3]), curve([3, 4], [30, 40])))).toEqual([[1, 1], [2, 2], [3, 30], [4, 40]])
    expect(joinCurves(curve([1, 2]), emptyCurve)).toEqual(curve([1, 2]))
  })
})

describe('a zoomed curve', () => {
  it('shows the detail inside its range and the whole outside', () => {
    const whole = curve([0, 10, 20, 30, 40], [0, 0, 0, 0, 0])
    const detail = curve([12, 15, 20, 25], [1, 1, 1, 1])
    expect(plain(spliceCurves(whole, detail, { from: 12, to: 25 }))).toEqual([[0, 0], [10, 0], [12, 1], [15, 1], [20, 1], [25, 1], [30, 0], [40, 0]])
  })

  it('keeps steps in order where the detail holds the neighbours just outside', () => {
    const spliced = spliceCurves(curve([0, 10, 20, 30, 40]), curve([9, 12, 31]), { from: 11, to: 30 })
    expect([...spliced.steps]).toEqual([0, 9, 12, 31, 40])
  })
})

describe('the values of a curve', () => {
  it('are read at the nearest point, and not beyond its end', () => {
    expect(pointNear(curve([0, 10, 20], [5, 6, 7]), 14)).toEqual({ step: 10, value: 6 })
    expect(pointNear(curve([0, 10, 20], [5, 6, 7]), 16)).toEqual({ step: 20, value: 7 })
    expect(pointNear(curve([0, 10, 20]), 100)).toBeNull()
    expect(pointNear(emptyCurve, 1)).toBeNull()
  })

  it('span the visible steps and one point either side; a log scale counts positive values only', () => {
    const measured = curve([0, 1, 2, 3, 4], [9, 5, -1, 3, 100])
    expect(valueExtent(measured, { from: 1.5, to: 3 }, 'linear')).toEqual({ from: -1, to: 100 })
    expect(valueExtent(measured, { from: 1, to: 2.5 }, 'logarithmic')).toEqual({ from: 3, to: 9 })
    expect(valueExtent(curve([1], [Number.NaN]), { from: 0, to: 2 }, 'linear')).toBeNull()
  })

  it('that the axes cannot show are counted', () => {
    const measured = curve([0, 1, 2, 3], [1, 0, Number.NaN, -2])
    expect(hiddenPoints(measured, 'logarithmic', 'logarithmic')).toEqual({ stepZero: 1, nonPositive: 2, notFinite: 1 })
    expect(hiddenPoints(measured, 'linear', 'linear')).toEqual({ stepZero: 0, nonPositive: 0, notFinite: 1 })
  })
})
