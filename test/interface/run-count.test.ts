import { describe, expect, it } from 'vitest'
import { readRunCount } from '../../src-renderer/views/new-run/run-count.ts'

describe('the number of runs to start', () => {
  it.each([['1', 1], [' 12 ', 12], ['100', 100], ['1e2', 100]])('is any whole one up to a hundred: %s', (text, count) => {
    expect(readRunCount(text)).toEqual({ ok: true, count })
  })

  it.each([['200', '200'], ['101', '101'], ['2.5', '2.5'], ['-3', '-3'], ['0', '0'], ['', 'nothing'], ['  ', 'nothing'], ['ten', 'ten'], ['1,000', '1,000']])(
    'is asked for again where it is another: "%s"', (text, got) => {
      expect(readRunCount(text)).toEqual({ ok: false, message: `expected a whole number from 1 to 100, got ${got}` })
    })
})
