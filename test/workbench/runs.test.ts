import { describe, expect, it } from 'vitest'
import type { QueueState, RunProgress } from '../../shared/rpc.ts'
import { workbenchesOfEachTest, type FakeMode, type TestOptions, type TestWorkbench } from './open-test-workbench.ts'

const start = workbenchesOfEachTest()

async function reopen(test: TestWorkbench, options: TestOptions = {}): Promise<TestWorkbench> {
  await test.workbench.close()
  return start(options)
}

describe('a run', () => {
  it('trains to its end: every point, snapshot and checkpoint is kept, milestones and environment with it', async () => {
    const { create, until, call, started } = start()
    const { id } = await create(60)
    const run = await until(id, 'finished')
    expect(run).toMatchObject({ step: 60, error: null, milestones: { memorization: 10, generalization: 30 }, environment: { library: 'fake' } })
    expect(run.endedAt).toBeGreaterThanOrEqual(run.startedAt ?? Infinity)
    const [loss] = await call('series.read', { runIds: [id], names: ['train/loss'] })
    expect([...loss?.steps ?? []]).toEqual(Array.from({ length: 61 }, (_, step) => step))
    expect(loss?.values[60]).toBe(1 / 61)
    expect(await call('checkpoints.list', { runId: id })).toEqual([20, 40, 60])
    expect(await call('snapshots.list', { runId: id })).toMatchObject([{ tensor: 'embedding', shape: [5, 3] }])
    expect(started[0]).toMatchObject({ TF_NUM_INTRAOP_THREADS: expect.stringMatching(/^\d+$/) as string })
  })

  it('tells its progress at most five times a second, its points as they are written, and its milestones', async () => {
    const { create, until, workbench } = start()
    const progress: RunProgress[] = []
    let points = 0
    workbench.on('run.progress', (event) => progress.push(event))
    workbench.on('run.points', () => { points++ })
    const begun = Date.now()
    const { id } = await create(500)
    await until(id, 'finished')
    expect(progress.length).toBeLessThanOrEqual(3 + (Date.now() - begun) / 200)
    expect(progress.at(-1)).toMatchObject({ runId: id, step: 500, maximumSteps: 500, secondsLeft: 0, latest: { 'test/accuracy': 1 } })
    expect(points).toBeGreaterThan(5)
  })

  it('is interrupted with what the process said last when that crashes, and goes on from its last checkpoint', async () => {
    const { create, until, call, behave } = start({ mode: 'crash' })
    const { id } = await create(60)
    const run = await until(id, 'interrupted')
    expect(run.error).toMatchObject({ code: 'trainer/crashed', message: expect.stringMatching(/status 3[\s\S]*Segmentation fault/) as string })
    behave('sound')
    await call('runs.resume', { runIds: [id] })
    const resumed = await until(id, 'finished')
    expect(resumed.error).toBeNull()
    const [loss] = await call('series.read', { runIds: [id], names: ['train/loss'] })
    expect([...loss?.steps ?? []]).toEqual(Array.from({ length: 61 }, (_, step) => step))
  })

  it('is interrupted when the operating system kills its process', async () => {
    const { create, until } = start({ mode: 'killed' })
    const run = await until((await create(60)).id, 'interrupted')
    expect(run.error).toMatchObject({ code: 'trainer/crashed', message: expect.stringContaining('SIGKILL') as string })
    expect(run.series.find((series) => series.name === 'train/loss')?.lastStep).toBe(20)
  })

  it('is diverged with the step and the tensor, and cannot be resumed', async () => {
    const { create, until, call } = start({ mode: 'diverge' })
    const { id } = await create(60)
    expect(await until(id, 'diverged')).toMatchObject({ error: { code: 'trainer/diverged', step: 20, detail: { tensor: 'embedding' } } })
    await expect(call('runs.resume', { runIds: [id] })).rejects.toMatchObject({ code: 'run/state' })
  })

  it('keeps every point of a trainer that floods it, and stays answerable', async () => {
    const { create, until, call, workbench } = start({ mode: 'flood' })
    const { id } = await create(100_000)
    let slowest = 0
    let last = performance.now()
    const timer = setInterval(() => {
      slowest = Math.max(slowest, performance.now() - last)
      last = performance.now()
    }, 5)
    await until(id, 'interrupted')
    clearInterval(timer)
    expect(workbench.store.getRun(id).series.map((series) => series.count)).toEqual([100_001, 100_001])
    expect(slowest).toBeLessThan(2000)
    expect((await call('series.read', { runIds: [id], names: ['train/loss'] }))[0]?.steps.length).toBe(100_001)
  })

  it('pauses after a checkpoint, goes on in the same process, and stops when asked', async () => {
    const { create, until, call, started } = start()
    const { id } = await create(100_000)
    await until(id, 'training')
    await call('runs.pause', { runIds: [id] })
    const paused = await until(id, 'paused')
    expect(await call('checkpoints.list', { runId: id })).toContain(paused.step)
    expect(await call('queue.get', {})).toMatchObject({ training: [] })
    await call('runs.resume', { runIds: [id] })
    await until(id, 'training')
    await call('runs.stop', { runIds: [id] })
    const stopped = await until(id, 'stopped')
    expect(stopped.step).toBeGreaterThanOrEqual(paused.step)
    expect(started).toHaveLength(1)
  })

  it('is stopped at once while it prepares, gives its place to the next, and can be resumed', async () => {
    const { create, until, call, behave, workbench } = start({ mode: 'preparing' })
    await call('settings.set', { concurrentRuns: 1 })
    const prepared = new Promise((resolve) => workbench.on('run.preparing', resolve))
    const { id } = await create(50)
    const next = await create(50)
    await prepared
    behave('sound')
    await call('runs.stop', { runIds: [id] })
    expect(workbench.store.getRun(id)).toMatchObject({ state: 'stopped', step: 0, error: null })
    await until(next.id, 'finished')
    expect(workbench.store.getRun(id).state).toBe('stopped')
    await call('runs.resume', { runIds: [id] })
    expect((await until(id, 'finished')).step).toBe(50)
  })

  it('gives its process up when it stays paused, and goes on from its checkpoint in a new one', async () => {
    const { create, until, call, started } = start({ keepPausedMs: 50 })
    const { id } = await create(200)
    await until(id, 'training')
    await call('runs.pause', { runIds: [id] })
    await until(id, 'paused')
    await new Promise((resolve) => setTimeout(resolve, 500))
    await call('runs.resume', { runIds: [id] })
    const run = await until(id, 'finished')
    expect([run.series.find((series) => series.name === 'train/loss')?.count, started.length]).toEqual([201, 2])
  })

  it('resumes in a new process when the workbench was closed while it was paused', async () => {
    const first = start()
    const { id } = await first.create(200)
    await first.until(id, 'training')
    await first.call('runs.pause', { runIds: [id] })
    await first.until(id, 'paused')
    const second = await reopen(first)
    expect(second.workbench.store.getRun(id).state).toBe('paused')
    await second.call('runs.resume', { runIds: [id] })
    const run = await second.until(id, 'finished')
    expect(run.series.find((series) => series.name === 'train/loss')?.count).toBe(201)
  })

  it('is interrupted without loss when the workbench closes', async () => {
    const first = start()
    const { id } = await first.create(100_000)
    await first.until(id, 'training')
    const second = await reopen(first)
    const run = second.workbench.store.getRun(id)
    expect(run).toMatchObject({ state: 'interrupted', error: null })
    expect(await second.call('checkpoints.list', { runId: id })).toContain(run.step)
  })

  it('ends with the reason when the disk is full, holds those that wait, and goes on when there is space', async () => {
    const first = start({ mode: 'flood', maximumPages: 150 })
    const messages: string[] = []
    const told = new Promise((resolve) => { first.workbench.on('message', ({ text }) => { if (messages.push(text) >= 2) resolve(null) }) })
    await first.call('settings.set', { concurrentRuns: 1 })
    const { id } = await first.create(100_000)
    const waiting = await first.create(50)
    await told
    expect(messages.slice(0, 2)).toEqual([expect.stringMatching(/was interrupted.*full/), expect.stringContaining('The queue is held')])
    expect(await first.call('queue.get', {})).toMatchObject({ training: [], queued: [waiting.id] })
    expect(await first.call('app.check', {})).toEqual({ ok: true, findings: [] })
    const second = await reopen(first, { autostart: false })
    expect(second.workbench.store.getRun(id).state).toBe('interrupted')
    await second.call('runs.resume', { runIds: [id] })
    expect((await second.until(id, 'training')).error).toBeNull()
    await new Promise((resolve) => { second.workbench.on('run.points', resolve) })
  })

  it('does not hold up closing when its process does not listen or does not end', async () => {
    for (const mode of ['deaf', 'lingering'] satisfies FakeMode[]) {
      const test = start({ mode })
      const { id } = await test.create(mode === 'deaf' ? 100_000 : 20)
      await test.until(id, mode === 'deaf' ? 'training' : 'finished')
      const begun = Date.now()
      await test.workbench.close()
      expect(Date.now() - begun).toBeLessThan(15_000)
    }
  })
})

describe('runs together', () => {
  it('train no more at once than the setting says; raising it starts the next', async () => {
    const { create, until, call, workbench } = start()
    await call('settings.set', { concurrentRuns: 1 })
    const states: QueueState[] = []
    workbench.on('queue.changed', (state) => states.push(state))
    const [a, b, c] = [await create(100_000), await create(100_000), await create(100_000)].map((run) => run.id)
    expect(await call('queue.get', {})).toMatchObject({ training: [a], queued: [b, c] })
    await call('queue.reorder', { runIds: [c ?? ''] })
    await call('settings.set', { concurrentRuns: 2 })
    await until(c ?? '', 'training')
    expect(await call('queue.get', {})).toMatchObject({ training: [a, c], queued: [b] })
    expect(states.length).toBeGreaterThan(3)
  })

  it('stay queued over restarts, in their order, and start only in a shell that stays open', async () => {
    const first = start({ mode: 'deaf' })
    await first.call('settings.set', { concurrentRuns: 1 })
    const [a, b, c] = [await first.create(100_000), await first.create(50), await first.create(50)].map((run) => run.id)
    await first.call('queue.reorder', { runIds: [c ?? ''] })
    const second = await reopen(first, { autostart: false })
    expect(second.workbench.store.getRun(a ?? '').state).toBe('interrupted')
    expect(await second.call('queue.get', {})).toMatchObject({ training: [], queued: [c, b] })
    await second.call('runs.resume', { runIds: [b ?? ''] })
    await second.until(b ?? '', 'finished')
    expect(second.workbench.store.getRun(c ?? '').state).toBe('queued')
    const third = await reopen(second)
    await third.until(c ?? '', 'finished')
    expect(third.started).toHaveLength(1)
  })

  it('leave the queue when they are paused or stopped there', async () => {
    const { create, call, workbench } = start()
    await call('settings.set', { concurrentRuns: 1 })
    const [, b, c] = [await create(100_000), await create(50), await create(50)].map((run) => run.id)
    await call('runs.pause', { runIds: [b ?? ''] })
    await call('runs.stop', { runIds: [c ?? ''] })
    expect([b, c].map((id) => workbench.store.getRun(id ?? '').state)).toEqual(['paused', 'stopped'])
    expect((await call('queue.get', {})).queued).toEqual([])
  })

  it('are interrupted when the application died while they trained', async () => {
    const first = start()
    const run = await first.create(50)
    await first.until(run.id, 'finished')
    first.workbench.store.changeRun(run.id, { state: 'training' })
    const second = await reopen(first)
    expect(second.workbench.store.getRun(run.id).state).toBe('interrupted')
  })
})

describe('tags', () => {
  it('are kept once each, however they are given', async () => {
    const { create, call } = start()
    const { id, config } = await create(10)
    const made = await call('runs.create', { config, tags: ['a', ' a', 'b', 'a'] })
    expect(made.tags).toEqual(['a', 'b'])
    await call('runs.annotate', { runId: id, tags: ['c', 'c'] })
    expect((await call('runs.get', { runId: id })).tags).toEqual(['c'])
  })
})

describe('a fork', () => {
  it('goes on from a checkpoint with the history before it and a changed config', async () => {
    const { create, until, call } = start()
    const parent = await until((await create(60)).id, 'finished')
    const { optimizer, stop } = parent.config
    const config = { ...parent.config, optimizer: { ...optimizer, learningRate: 0.5 }, stop: { ...stop, maximumSteps: 80 } }
    const fork = await call('runs.fork', { runId: parent.id, step: 40, config, name: 'faster' })
    expect(fork).toMatchObject({ name: 'faster', parent: { runId: parent.id, step: 40 }, config: { optimizer: { learningRate: 0.5 } } })
    const run = await until(fork.id, 'finished')
    const [loss] = await call('series.read', { runIds: [fork.id], names: ['train/loss'] })
    expect([run.step, loss?.steps.length]).toEqual([80, 81])
  })

  it('is refused where it cannot go on: no checkpoint there, another model or task, another optimizer state, no step left', async () => {
    const { create, until, call } = start()
    const parent = await until((await create(60)).id, 'finished')
    const { config } = parent
    const refused: [object, string, string][] = [
      [{ step: 41 }, 'checkpoint/missing', '20, 40, 60'],
      [{ config: { ...config, model: { kind: 'quadratic-mlp', hiddenWidth: 7 } } }, 'run/state', 'model'],
      [{ config: { ...config, task: { ...config.task, modulus: 7 } } }, 'run/state', 'task'],
      [{ config: { ...config, thresholds: { memorization: 0.5, generalization: 0.5 } } }, 'run/state', 'thresholds'],
      [{ config: { ...config, optimizer: { kind: 'sgd' } } }, 'run/state', 'optimizer.kind'],
      [{ config: { ...config, seed: 9, optimizer: { kind: 'adamw', decayTowards: 'initial' } } }, 'run/state', 'seed: a fork that begins to decay'],
      [{ config: { ...config, stop: { maximumSteps: 40 } } }, 'run/state', 'stop.maximumSteps'],
      [{ config: { ...config, surplus: 1 } }, 'config/invalid', 'surplus']
    ]
    for (const [changes, code, message] of refused) {
      await expect(call('runs.fork', { runId: parent.id, step: 40, ...changes })).rejects.toMatchObject({ code, message: expect.stringContaining(message) as string })
    }
    expect(await call('runs.list', {})).toHaveLength(1)
  })

  it('of a fork with another seed decays towards the weights that the first run began with, or not at all', async () => {
    const { create, until, call } = start()
    const parent = await until((await create(60)).id, 'finished')
    const longer = { ...parent.config, stop: { ...parent.config.stop, maximumSteps: 80 } }
    const reseeded = await call('runs.fork', { runId: parent.id, step: 40, config: { ...longer, seed: 9 } })
    const decaying = (seed: number) => call('runs.fork', { runId: reseeded.id, step: 40, config: { ...longer, seed, optimizer: { kind: 'adamw', decayTowards: 'initial' } } })
    await expect(decaying(9)).rejects.toMatchObject({ code: 'run/state', message: expect.stringContaining(`needs its seed ${parent.config.seed}, got 9`) as string })
    expect((await decaying(parent.config.seed)).parent).toEqual({ runId: reseeded.id, step: 40 })
  })
})

describe('deleting', () => {
  it('goes to the bin, ends training, and is undone whole', async () => {
    const { create, call, workbench } = start()
    const begun = new Promise((resolve) => workbench.on('run.progress', resolve))
    const { id } = await create(100_000)
    await begun
    await call('runs.delete', { runIds: [id] })
    expect(await call('runs.list', {})).toEqual([])
    expect(await call('queue.get', {})).toMatchObject({ training: [] })
    await call('runs.restore', { runIds: [id] })
    expect(workbench.store.getRun(id)).toMatchObject({ state: 'stopped', deletedAt: null })
    expect(workbench.store.getRun(id).series.length).toBeGreaterThan(0)
  })

  it('refuses a locked run before anything is changed', async () => {
    const { create, until, call } = start()
    const [a, b] = [await until((await create(10)).id, 'finished'), await until((await create(10)).id, 'finished')]
    await call('runs.annotate', { runId: b.id, locked: true, notes: 'keep' })
    await expect(call('runs.delete', { runIds: [a.id, b.id] })).rejects.toMatchObject({ code: 'run/locked' })
    expect(await call('runs.list', {})).toHaveLength(2)
  })

  it('is final once purged', async () => {
    const { create, until, call } = start()
    const { id } = await until((await create(10)).id, 'finished')
    await call('runs.delete', { runIds: [id] })
    await call('runs.purge', { runIds: [id] })
    await expect(call('runs.get', { runId: id })).rejects.toMatchObject({ code: 'run/unknown' })
  })
})

describe('a workbench that may only read', () => {
  it('shows runs and exports them, and refuses every change', async () => {
    const first = start()
    const { id } = await first.until((await first.create(10)).id, 'finished')
    const second = await reopen(first, { readOnly: true })
    expect(await second.call('runs.list', {})).toHaveLength(1)
    expect((await second.call('export.data', { runIds: [id], format: 'csv' })).sizeBytes).toBeGreaterThan(100)
    const changes = [
      second.call('runs.create', { config: {} }), second.call('runs.delete', { runIds: [id] }), second.call('settings.set', { theme: 'dark' }),
      second.call('runs.annotate', { runId: id, name: 'x' }), second.call('import.samples', {}), second.call('views.set', { key: 'a', value: 1 })
    ]
    for (const change of changes) await expect(change).rejects.toMatchObject({ code: 'store/read-only' })
  })
})
