import { describe, expect, it } from 'vitest'
import type { Axis } from '../../../src-renderer/charts/axis.ts'
import type { DrawnCurve } from '../../../src-renderer/charts/curves/draw.ts'
import { curveNear, draggedRange, neighbourStep, stepAt, wheelRange } from '../../../src-renderer/charts/curves/gestures.ts'

const axis: Axis = { kind: 'linear', range: { from: 0, to: 1000 }, pixels: 500 }
const turn = { deltaX: 0, deltaY: 0, ctrlKey: false, metaKey: false, shiftKey: false }

describe('dragging', () => {
  it('chooses the steps under it, in either direction, inside the plot', () => {
    expect(draggedRange(axis, { fromX: 100, toX: 200 })).toEqual({ from: 200, to: 400 })
    expect(draggedRange(axis, { fromX: 200, toX: -50 })).toEqual({ from: 0, to: 400 })
  })

  it('of a few pixels is a click', () => {
    expect(draggedRange(axis, { fromX: 100, toX: 104 })).toBeNull()
  })
})

describe('the wheel', () => {
  it('scrolls the page unless Ctrl or Shift is held', () => {
    expect(wheelRange(axis, 250, { ...turn, deltaY: 100 }, axis.range)).toBeNull()
  })

  it('zooms around the pointer with Ctrl, as a pinch does', () => {
    const zoomed = wheelRange(axis, 250, { ...turn, deltaY: -100, ctrlKey: true }, axis.range)
    expect(zoomed).toEqual({ from: expect.closeTo(500 - 500 * Math.exp(-0.4)), to: expect.closeTo(500 + 500 * Math.exp(-0.4)) })
  })

  it('pans sideways', () => {
    const shown: Axis = { ...axis, range: { from: 200, to: 300 } }
    expect(wheelRange(shown, 0, { ...turn, deltaX: 50 }, axis.range)).toEqual({ from: 210, to: 310 })
    expect(wheelRange(shown, 0, { ...turn, deltaY: -50, shiftKey: true }, axis.range)).toEqual({ from: 190, to: 290 })
  })
})

describe('the cursor', () => {
  it('lies on whole steps inside the plot', () => {
    expect(stepAt(axis, 250.3)).toBe(501)
    expect(stepAt(axis, -20)).toBe(0)
    expect(stepAt(axis, 900)).toBe(1000)
  })

  it('goes from measured step to measured step and stays at the ends', () => {
    const steps = Float64Array.of(0, 10, 30, 100)
    expect(neighbourStep(steps, 10, 1)).toBe(30)
    expect(neighbourStep(steps, 11, 1)).toBe(30)
    expect(neighbourStep(steps, 30, -1)).toBe(10)
    expect(neighbourStep(steps, 31, -1)).toBe(30)
    expect(neighbourStep(steps, 100, 5)).toBe(100)
    expect(neighbourStep(steps, null, 1)).toBe(0)
    expect(neighbourStep(steps, null, -1)).toBe(100)
    expect(neighbourStep(new Float64Array(0), 3, 1)).toBeNull()
  })
})

describe('the curve under the pointer', () => {
  const curve = (id: string, value: number, width = 1): DrawnCurve => ({
    id, entry: id, series: 'a', colour: '', dash: 'solid', width, opacity: 1, points: { steps: Float64Array.of(0, 500, 1000), values: new Float64Array(3).fill(value) }
  })
  const x = { axis, at: 250 }
  const y = { kind: 'linear', range: { from: 0, to: 10 }, pixels: 100 } as const

  it('is the nearest one, if any is near', () => {
    const curves = [curve('low', 2), curve('high', 8)]
    expect(curveNear(curves, x, { axis: y, at: 24 })?.id).toBe('high')
    expect(curveNear(curves, x, { axis: y, at: 77 })?.id).toBe('low')
    expect(curveNear(curves, x, { axis: y, at: 50 })).toBeNull()
  })

  it('is a group’s line rather than a member behind it', () => {
    expect(curveNear([curve('member', 5), curve('group', 5, 2)], x, { axis: y, at: 50 })?.id).toBe('group')
  })

  it('is none where the pointer is far from any measured step', () => {
    expect(curveNear([curve('low', 2)], { axis, at: 125 }, { axis: y, at: 80 })).toBeNull()
  })
})
