import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { onLongPreparation, silenceMs } from '../../src-main/cli/preparation.ts'
import { EventBus } from '../../src-main/workbench/events.ts'

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

function listen() {
  const events = new EventBus()
  const told: [string, string][] = []
  const end = onLongPreparation({ on: (event, listener) => events.on(event, listener) }, (...what) => { told.push(what) })
  const progress = (runId: string) => events.emit('run.progress', {
    runId, step: 0, maximumSteps: 1, stepsPerSecond: 0, trainingSeconds: 0, secondsLeft: null, latest: {}
  })
  return { told, end, progress, preparing: (runId: string, doing: string) => events.emit('run.preparing', { runId, doing }) }
}

describe('what a run waits for before its first step', () => {
  it('is told where it takes long, and what comes after it too', () => {
    const { told, preparing } = listen()
    preparing('a', 'loading')
    vi.advanceTimersByTime(silenceMs / 2)
    preparing('a', 'compiling')
    preparing('b', 'loading')
    vi.advanceTimersByTime(silenceMs - 1)
    expect(told).toEqual([])
    vi.advanceTimersByTime(1)
    expect(told).toEqual([['a', 'compiling'], ['b', 'loading']])
    preparing('a', 'measuring')
    vi.advanceTimersByTime(silenceMs)
    expect(told.at(-1)).toEqual(['a', 'measuring'])
  })

  it('is not told of a run that makes its first step soon, nor once nobody listens', () => {
    const { told, end, progress, preparing } = listen()
    preparing('a', 'loading')
    preparing('b', 'loading')
    progress('a')
    end()
    vi.advanceTimersByTime(10 * silenceMs)
    expect(told).toEqual([])
  })
})
