import { describe, expect, it } from 'vitest'
import { isScheduled } from '../../src-main/trainer/schedule.ts'

const steps = (schedule: Parameters<typeof isScheduled>[0], last: number): number[] =>
  Array.from({ length: last + 1 }, (_, step) => step).filter((step) => isScheduled(schedule, step))

describe('a schedule', () => {
  it('at a fixed interval includes step 0', () => {
    expect(steps({ kind: 'every', steps: 4 }, 10)).toEqual([0, 4, 8])
  })

  it('that is log-spaced is the rounded powers of ten and 0', () => {
    const expected = new Set([0, ...Array.from({ length: 41 }, (_, index) => Math.round(10 ** (index / 10)))])
    expect(steps({ kind: 'logarithmic', perDecade: 10 }, 10_000)).toEqual([...expected].sort((a, b) => a - b))
  })

  it('that asks for more than there are takes each step once', () => {
    expect(steps({ kind: 'logarithmic', perDecade: 1000 }, 20)).toEqual(Array.from({ length: 21 }, (_, step) => step))
  })
})
