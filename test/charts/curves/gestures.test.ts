import { describe, expect, it } from 'vitest'
import type { Axis } from '../../../src-renderer/charts/axis.ts'
import { draggedRange, neighbourStep, stepAt, wheelRange } from '../../../src-renderer/charts/curves/gestures.ts'

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
