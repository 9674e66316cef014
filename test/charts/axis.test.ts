import { describe, expect, it } from 'vitest'
import { drawableRange, padRange, panRange, rangeToRead, toPixel, toValue, unionRange, zoomRange, type Axis } from '../../src-renderer/charts/axis.ts'

const linear: Axis = { kind: 'linear', range: { from: 0, to: 1000 }, pixels: 500 }
const logarithmic: Axis = { kind: 'logarithmic', range: { from: 1, to: 10_000 }, pixels: 400 }

describe('an axis', () => {
  it('puts values at pixels and pixels at values, on either scale', () => {
    expect(toPixel(linear, 250)).toBe(125)
    expect(toValue(linear, 125)).toBe(250)
    expect(toPixel(logarithmic, 100)).toBe(200)
    expect(toValue(logarithmic, 300)).toBeCloseTo(1000, 9)
  })

  it('has no place for what a log scale cannot show', () => {
    expect(toPixel(logarithmic, 0)).toBe(Number.NEGATIVE_INFINITY)
    expect(toPixel(logarithmic, -1)).toBeNaN()
  })

  it('zooms around the pointer, which keeps its value', () => {
    const zoomed = zoomRange(linear, 0.25, 0.5, linear.range)
    expect(zoomed).toEqual({ from: 125, to: 625 })
    expect(toPixel({ ...linear, range: zoomed }, 250)).toBe(125)
    const closer = zoomRange(logarithmic, 0.5, 0.5, logarithmic.range)
    expect(closer.from).toBeCloseTo(10, 9)
    expect(closer.to).toBeCloseTo(1000, 9)
  })

  it('zooms out no further than all there is', () => {
    expect(zoomRange({ kind: 'linear', range: { from: 100, to: 900 } }, 0.5, 4, linear.range)).toEqual(linear.range)
  })

  it('pans up to the limits without changing its width', () => {
    const shown = { kind: 'linear', range: { from: 400, to: 600 } } as const
    expect(panRange(shown, 0.5, linear.range)).toEqual({ from: 500, to: 700 })
    expect(panRange(shown, 9, linear.range)).toEqual({ from: 800, to: 1000 })
    expect(panRange(shown, -9, linear.range)).toEqual({ from: 0, to: 200 })
  })
})

describe('a range', () => {
  it('is drawable whatever it was: empty, one value, not finite, not positive on a log scale', () => {
    expect(drawableRange('linear', { from: 3, to: 3 })).toEqual({ from: 2.5, to: 3.5 })
    expect(drawableRange('logarithmic', { from: 4, to: 4 })).toEqual({ from: 2, to: 8 })
    expect(drawableRange('linear', { from: Number.NaN, to: 1 })).toEqual({ from: 0, to: 1 })
    expect(drawableRange('logarithmic', { from: -1, to: 5 })).toEqual({ from: 1, to: 10 })
  })

  it('is padded by a share of its length on the scale', () => {
    expect(padRange('linear', { from: 0, to: 10 }, 0.1)).toEqual({ from: -1, to: 11 })
    const padded = padRange('logarithmic', { from: 1, to: 100 }, 0.5)
    expect(padded.from).toBeCloseTo(0.1, 9)
    expect(padded.to).toBeCloseTo(1000, 6)
  })

  it('is read with half of itself on both sides, on its scale, inside the limits', () => {
    expect(rangeToRead('linear', { from: 400, to: 600 }, { from: 0, to: 650 })).toEqual({ from: 300, to: 650 })
    expect(rangeToRead('logarithmic', { from: 100, to: 10_000 }, { from: 1, to: 1e6 })).toEqual({ from: expect.closeTo(10, 6), to: expect.closeTo(1e5, 3) })
  })

  it('joins with another, or with none', () => {
    expect(unionRange({ from: 0, to: 2 }, { from: 1, to: 5 })).toEqual({ from: 0, to: 5 })
    expect(unionRange(null, { from: 1, to: 5 })).toEqual({ from: 1, to: 5 })
    expect(unionRange(null, null)).toBeNull()
  })
})
