import { describe, expect, it } from 'vitest'
import type { CurvePoints } from '../../../src-renderer/charts/curves/curve-points.ts'
import { groupCurves, type Grouping } from '../../../src-renderer/charts/curves/group-curves.ts'

const curve = (steps: number[], values: number[]): CurvePoints => ({ steps: Float64Array.from(steps), values: Float64Array.from(values) })
const grouping: Grouping = { centre: 'mean', spread: 'range', ended: 'hold' }
const three = [curve([0, 1, 2], [1, 2, 3]), curve([0, 1, 2], [3, 2, 9]), curve([0, 1, 2], [5, 2, 0])]

describe('a group of runs', () => {
  it('is its mean with the band from the smallest to the largest', () => {
    const { centre, low, high, counts } = groupCurves(three, grouping)
    expect([...centre.values]).toEqual([3, 2, 4])
    expect([...low.values]).toEqual([1, 2, 0])
    expect([...high.values]).toEqual([5, 2, 9])
    expect([...counts]).toEqual([3, 3, 3])
  })

  it('is its median, of an even number the middle of two', () => {
    expect([...groupCurves(three, { ...grouping, centre: 'median' }).centre.values]).toEqual([3, 2, 3])
    expect([...groupCurves(three.slice(0, 2), { ...grouping, centre: 'median' }).centre.values]).toEqual([2, 2, 6])
  })

  it('has a band of one sample standard deviation', () => {
    const { low, high } = groupCurves(three, { ...grouping, spread: 'deviation' })
    expect(high.values[0]).toBeCloseTo(3 + 2, 12)
    expect(low.values[0]).toBeCloseTo(3 - 2, 12)
    expect(groupCurves(three.slice(0, 1), { ...grouping, spread: 'deviation' }).high.values[0]).toBe(1)
  })

  it('takes runs that measured other steps on the straight line between', () => {
    const { centre } = groupCurves([curve([0, 10], [0, 10]), curve([0, 5, 10], [0, 0, 0])], grouping)
    expect([...centre.steps]).toEqual([0, 5, 10])
    expect([...centre.values]).toEqual([0, 2.5, 5])
  })

  it('lets a run that ended count on with its last value, or leaves it out and counts the rest', () => {
    const members = [curve([0, 1], [0, 1]), curve([0, 1, 2], [0, 0, 0])]
    expect([...groupCurves(members, grouping).centre.values]).toEqual([0, 0.5, 0.5])
    const left = groupCurves(members, { ...grouping, ended: 'leave' })
    expect([...left.centre.values]).toEqual([0, 0.5, 0])
    expect([...left.counts]).toEqual([2, 2, 1])
  })

  it('leaves out values that are not finite', () => {
    const { centre, counts } = groupCurves([curve([0, 1], [2, Number.NaN]), curve([0, 1], [4, 6])], grouping)
    expect([...centre.values]).toEqual([3, 6])
    expect([...counts]).toEqual([2, 1])
  })
})
