import { describe, expect, it } from 'vitest'
import { numberShift } from '../../../shared/figures/bar-numbers.ts'

const sizes = { pitch: 12, bar: 8, number: 13 }

describe('the number above a bar', () => {
  it('stands in the middle where no taller bar is near', () => {
    expect(numberShift([1, 9, 8, 1], 1, sizes)).toBe(0)
    expect(numberShift([9, 1, 8, 1, 9], 2, sizes)).toBe(0)
  })

  it('moves away from a taller bar beside it until three pixels are between them', () => {
    const left = numberShift([1, 9, 8, 1], 2, sizes)
    expect(left).toBeCloseTo(13 / 2 + 3 - (12 - 4), 12)
    expect(numberShift([1, 8, 9, 1], 1, sizes)).toBe(-left)
  })

  it('stays where it would meet another taller bar on the other side', () => {
    expect(numberShift([1, 9, 8, 9, 1], 2, sizes)).toBe(0)
    expect(numberShift([9, 8, 1, 9], 1, { pitch: 6, bar: 4, number: 13 })).toBe(0)
  })

  it('moves off the side of the table, not into it', () => {
    expect(numberShift([8, 9], 0, sizes)).toBeLessThan(0)
  })
})
