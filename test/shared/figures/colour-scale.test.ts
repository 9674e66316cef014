import { describe, expect, it } from 'vitest'
import { colourScale, levelColour, levelOf, valueRange } from '../../../shared/figures/colour-scale.ts'

describe('the colours of values', () => {
  it('lie around zero for signed values, so that zero is white wherever the range ends', () => {
    const scale = colourScale(valueRange([-1, 0.5, 3]))
    expect([scale.kind, scale.low, scale.high]).toEqual(['diverging', -3, 3])
    expect([-3, 0, 3].map((value) => levelColour(scale, levelOf(scale, value)))).toEqual(['#7f3b08', '#f7f7f7', '#2d004b'])
  })

  it('begin at zero for values that are never negative', () => {
    const scale = colourScale(valueRange([2, 4]))
    expect([scale.kind, scale.low, scale.high]).toEqual(['sequential', 0, 4])
    expect([0, 4].map((value) => levelColour(scale, levelOf(scale, value)))).toEqual(['#440154', '#fde725'])
  })

  it('stop at the ends, and have none for what is not a number', () => {
    const scale = colourScale({ minimum: 0, maximum: 1 })
    expect([-1, 0.5, 7, NaN].map((value) => levelOf(scale, value))).toEqual([0, 127, 254, -1])
  })

  it('span finite values only, and some range where all are zero or there are none', () => {
    expect(valueRange([NaN, Infinity, 2, -Infinity], { minimum: -1, maximum: 1 })).toEqual({ minimum: -1, maximum: 2 })
    expect(valueRange([NaN])).toBeNull()
    expect([colourScale(null).high, colourScale({ minimum: 0, maximum: 0 }).high]).toEqual([1, 1])
  })
})
