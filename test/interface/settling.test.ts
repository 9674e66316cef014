import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Settling } from '../../src-renderer/run-parts/settling.ts'

describe('text that is kept while it is typed', () => {
  beforeEach(() => { vi.useFakeTimers() })
  afterEach(() => { vi.useRealTimers() })

  it('is kept once typing stops, and once only', () => {
    const kept: string[] = []
    const settling = new Settling((text) => kept.push(text))
    for (const text of ['a', 'ab', 'abc']) {
      settling.type(text)
      vi.advanceTimersByTime(500)
    }
    expect(kept).toEqual([])
    vi.advanceTimersByTime(500)
    settling.settle()
    expect(kept).toEqual(['abc'])
  })

  it('is kept at once where the page is left', () => {
    const kept: string[] = []
    const settling = new Settling((text) => kept.push(text))
    settling.settle()
    settling.type('a')
    settling.settle()
    vi.runAllTimers()
    expect(kept).toEqual(['a'])
  })
})
