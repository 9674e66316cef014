import { describe, expect, it } from 'vitest'
import { checkConfig } from '../../shared/config/validate.ts'
import { config, codeOf, create, curve, failureOf, open, temporaryFolder } from './fixtures.ts'

describe('runs', () => {
  it('get an id of ten characters, and come back as they were made', () => {
    const folder = temporaryFolder()
    const store = open(folder)
    const run = create(store, { name: 'first', preset: 'quick', tags: ['a', 'b'], parent: { runId: 'abcdefghij', step: 400 } })
    expect(run.id).toMatch(/^[a-z2-7]{10}$/)
    expect(run).toMatchObject({ name: 'first', state: 'queued', config, preset: 'quick', parent: { runId: 'abcdefghij', step: 400 }, tags: ['a', 'b'], series: [], step: 0 })
    store.close()
    expect(open(folder).getRun(run.id)).toEqual(run)
  })

  it('keep a config that a rule for new runs refuses by now', () => {
    const store = open()
    const refused = { ...config, task: { ...config.task, trainFraction: 1 } }
    expect(checkConfig(refused).ok).toBe(false)
    const { id } = create(store, { config: refused })
    expect(store.getRun(id)).toMatchObject({ state: 'queued', config: refused, error: null })
  })

  it('have each tag once, also where a store holds one twice', () => {
    const store = open()
    expect(store.getRun(create(store, { tags: ['a', 'b', 'a'] }).id).tags).toEqual(['a', 'b'])
  })

  it('take changes field by field, null included, and leave the rest alone', () => {
    const store = open()
    const { id } = create(store)
    const environment = { backend: 'portable', library: 'tfjs-core', device: 'CPU', threads: 2, xla: false, application: '0.1.0' } as const
    const error = { code: 'trainer/diverged', message: 'loss is NaN', step: 12 } as const
    const changed = store.changeRun(id, {
      name: 'renamed', notes: 'a note', tags: ['x'], starred: true, locked: true, state: 'diverged', step: 12, startedAt: 1000.5, endedAt: 2000,
      trainingSeconds: 3.5, milestones: { memorization: 7, generalization: null }, environment, error
    })
    expect(changed).toMatchObject({ name: 'renamed', starred: true, locked: true, state: 'diverged', startedAt: 1000.5, environment, error, milestones: { memorization: 7, generalization: null } })
    expect(store.changeRun(id, { error: null, endedAt: null, environment: undefined })).toEqual({ ...changed, error: null, endedAt: null })
  })

  it('are listed newest first with the summary of each series, those in the bin apart', () => {
    const store = open()
    const [old, young, gone] = [create(store, { createdAt: 1 }), create(store, { createdAt: 3 }), create(store, { createdAt: 2 })]
    store.write(old.id, { points: [{ name: 'loss', steps: Float64Array.of(1, 2, 3, 4), values: Float64Array.of(5, NaN, -2, Infinity) }] })
    store.binRuns([gone.id])
    expect(store.listRuns().map(({ id }) => id)).toEqual([young.id, old.id])
    expect(store.listRuns({ bin: true }).map(({ id }) => id)).toEqual([gone.id])
    expect(store.listRuns()[1].series).toEqual([{ name: 'loss', count: 4, lastStep: 4, last: Infinity, minimum: -2, maximum: 5 }])
    expect(store.listSeries(old.id)).toEqual(store.listRuns()[1].series)
  })

  it('are found by id, by the start of an id and by name', () => {
    const store = open()
    create(store, { id: 'abcdefghij', name: 'one' })
    create(store, { id: 'abzzzzzzzz', name: 'two' })
    create(store, { id: 'bbbbbbbbbb', name: 'two' })
    expect(['abcdefghij', 'abc', 'one', 'b'].map((reference) => store.findRun(reference).id)).toEqual(['abcdefghij', 'abcdefghij', 'abcdefghij', 'bbbbbbbbbb'])
    expect(failureOf(() => store.findRun('two'))).toMatchObject({ code: 'run/ambiguous', detail: { runIds: ['abzzzzzzzz', 'bbbbbbbbbb'] } })
    expect(['ab', 'three', '', 'a%', '_bcdefghij'].map((reference) => codeOf(() => store.findRun(reference)))).toEqual(['run/ambiguous', ...Array<string>(4).fill('run/unknown')])
  })

  it('that are unknown, ill-named or there already are refused', () => {
    const store = open()
    const { id } = create(store)
    expect(codeOf(() => store.getRun('zzzzzzzzzz'))).toBe('run/unknown')
    expect(codeOf(() => store.write('zzzzzzzzzz', {}))).toBe('run/unknown')
    expect(codeOf(() => create(store, { id: 'Not an id' }))).toBe('request/invalid')
    expect(codeOf(() => create(store, { id }))).toBe('request/invalid')
    expect(store.listRuns()).toHaveLength(1)
  })
})

describe('deleting', () => {
  it('goes to the bin, comes back, and removes everything when purged', () => {
    const store = open()
    const { id } = create(store)
    store.write(id, { points: [curve('loss', 10_000)] })
    store.binRuns([id])
    expect(store.getRun(id).deletedAt).toBeGreaterThan(0)
    store.restoreRuns([id])
    expect(store.getRun(id).deletedAt).toBeNull()
    expect(codeOf(() => store.purgeRuns([id]))).toBe('run/state')
    store.binRuns([id])
    store.purgeRuns([id])
    expect(store.hasRun(id)).toBe(false)
    expect(store.check()).toEqual([])
  })

  it('gives the space on disk back', () => {
    const store = open()
    const before = store.sizeBytes()
    const { id } = create(store)
    store.write(id, { points: [curve('loss', 200_000, { value: Math.random })] })
    expect(store.sizeBytes()).toBeGreaterThan(before + 1.6e6)
    store.binRuns([id])
    store.purgeRuns([id])
    expect(store.sizeBytes()).toBeLessThan(before + 1e5)
  })

  it('refuses locked and training runs, and then deletes none of those named', () => {
    const store = open()
    const [free, locked, training] = [create(store), create(store, { name: 'kept' }), create(store)]
    store.changeRun(locked.id, { locked: true })
    store.changeRun(training.id, { state: 'training' })
    expect(failureOf(() => store.binRuns([free.id, locked.id]))).toMatchObject({ code: 'run/locked', detail: { runIds: [locked.id] } })
    expect(codeOf(() => store.binRuns([free.id, training.id]))).toBe('run/state')
    expect(store.listRuns({ bin: true })).toEqual([])
    store.changeRun(locked.id, { locked: false })
    store.binRuns([locked.id])
    store.changeRun(locked.id, { locked: true })
    expect(codeOf(() => store.purgeRuns([locked.id]))).toBe('run/locked')
  })
})

describe('values', () => {
  it('keep JSON by key', () => {
    const folder = temporaryFolder()
    const store = open(folder)
    store.setValue('settings', { theme: 'dark', list: [1, null] })
    store.setValue('gone', 1)
    store.setValue('gone', undefined)
    store.close()
    const again = open(folder)
    expect([again.getValue('settings'), again.getValue('gone'), again.getValue('never')]).toEqual([{ theme: 'dark', list: [1, null] }, undefined, undefined])
  })
})

describe('transactions', () => {
  it('take back everything where the action fails, and the store goes on', () => {
    const store = open()
    const { id } = create(store)
    store.write(id, { points: [curve('loss', 100)] })
    expect(() => store.atomically(() => {
      create(store)
      store.write(id, { points: [curve('loss', 100, { from: 100 }), curve('other', 3)] })
      throw new Error('stop')
    })).toThrow('stop')
    expect(store.listRuns()).toHaveLength(1)
    store.write(id, { points: [curve('loss', 50, { from: 100 })] })
    expect(store.listSeries(id)).toMatchObject([{ name: 'loss', count: 150 }])
    expect(store.check()).toEqual([])
  })
})
