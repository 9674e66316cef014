import { describe, expect, it } from 'vitest'
import { RunQueue } from '../../src-main/workbench/queue.ts'
import { totalSeconds } from '../../src-main/workbench/run-control.ts'

function makeQueue(slots: number) {
  const started: string[] = []
  const places = { slots }
  const queue = new RunQueue({ slots: () => places.slots, start: (runId) => void started.push(runId), changed: () => undefined })
  return { queue, started, places }
}

describe('the queue', () => {
  it('starts as many runs as there are slots, in order', () => {
    const { queue, started } = makeQueue(2)
    queue.add(['a', 'b', 'c', 'd'])
    expect([started, queue.training, queue.queued]).toEqual([['a', 'b'], ['a', 'b'], ['c', 'd']])
    queue.release('a')
    expect([started, queue.queued]).toEqual([['a', 'b', 'c'], ['d']])
  })

  it('reorders what waits; those not named follow in their old order', () => {
    const { queue, started } = makeQueue(1)
    queue.add(['a', 'b', 'c', 'd'])
    queue.reorder(['d', 'b'])
    expect(queue.queued).toEqual(['d', 'b', 'c'])
    queue.release('a')
    expect(started).toEqual(['a', 'd'])
  })

  it('keeps held runs in line without starting them, until they are added by name', () => {
    const { queue, started } = makeQueue(2)
    queue.add(['a', 'b'], true)
    expect([started, queue.queued]).toEqual([[], ['a', 'b']])
    queue.add(['b'])
    expect([started, queue.queued]).toEqual([['b'], ['a']])
  })

  it('starts a run once, however often it is added or released', () => {
    const { queue, started } = makeQueue(1)
    queue.add(['a', 'a'])
    queue.add(['a'])
    queue.release('b')
    expect([started, queue.queued]).toEqual([['a'], []])
  })

  it('fills new slots at once and starts nothing once it is closed', () => {
    const { queue, started, places } = makeQueue(1)
    queue.add(['a', 'b', 'c'])
    places.slots = 2
    queue.fill()
    expect(started).toEqual(['a', 'b'])
    queue.close()
    queue.release('a')
    expect(started).toEqual(['a', 'b'])
  })

  it('estimates its end from the runs on each slot', () => {
    expect(totalSeconds([10, 20], [5, 5], 2)).toBe(20)
    expect(totalSeconds([10], [8, 30], 2)).toBe(38)
    expect(totalSeconds([], [], 2)).toBe(0)
    expect(totalSeconds([10, null], [], 2)).toBeNull()
  })
})
