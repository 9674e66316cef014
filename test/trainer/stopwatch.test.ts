import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Stopwatch } from '../../src-main/trainer/stopwatch.ts'

beforeEach(() => { vi.useFakeTimers({ toFake: ['performance'] }) })
afterEach(() => { vi.useRealTimers() })

/** A stopwatch of which a first step took 20 s, for it was compiled. */
function started(): Stopwatch {
  const watch = new Stopwatch(0)
  watch.start(0)
  vi.advanceTimersByTime(20_000)
  watch.disregard(1)
  return watch
}

it('knows no speed before the second step', () => {
  expect(started().stepsPerSecond(1)).toBe(0)
})

it('leaves what the first step took out of the speed, not out of the time', () => {
  const watch = started()
  vi.advanceTimersByTime(1000)
  expect(watch.stepsPerSecond(101)).toBeCloseTo(100)
  expect(watch.seconds()).toBeCloseTo(21)
})

it('keeps the speed where no step was made since it was last asked', () => {
  const watch = started()
  vi.advanceTimersByTime(1000)
  watch.stepsPerSecond(101)
  vi.advanceTimersByTime(10)
  expect(watch.stepsPerSecond(101)).toBeCloseTo(100)
})
