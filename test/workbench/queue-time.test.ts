import { describe, expect, it } from 'vitest'
import type { QueueState } from '../../shared/rpc.ts'
import { workbenchesOfEachTest } from './open-test-workbench.ts'

const start = workbenchesOfEachTest()

describe('the time that the queue still takes', () => {
  it('is told while the queue stays the same, with runs that wait and are of the kind of one that trains', async () => {
    const { create, call, workbench } = start()
    await call('settings.set', { concurrentRuns: 1 })
    const [a, b] = [await create(100_000), await create(100_000)].map((run) => run.id)
    const told: QueueState[] = []
    await new Promise((resolve) => { workbench.on('queue.changed', (state) => { if (told.push(state) === 2) resolve(null) }) })
    expect(told).toEqual(Array(2).fill({ training: [a], queued: [b], secondsLeft: expect.any(Number) as number }))
    const [before, after] = told.map(({ secondsLeft }) => secondsLeft ?? 0)
    expect(before).toBeGreaterThan(150)
    expect(after).toBeLessThan(before)
  })
})
