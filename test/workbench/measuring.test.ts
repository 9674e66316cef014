import { describe, expect, it } from 'vitest'
import type { Measurement, MeasurementState } from '../../shared/measurement.ts'
import { workbenchesOfEachTest, type TestWorkbench } from './open-test-workbench.ts'

const start = workbenchesOfEachTest()

const names = ['hessian-eigenvalues'] as const
/** A model with an embedding, which the measure needs. */
const embedded = { model: { kind: 'mlp-embedding', embeddingWidth: 4, hiddenWidth: 4 }, loss: { kind: 'cross-entropy' } }

/** A run that is finished, with checkpoints at 20, 40, 60 and 80. */
async function finishedRun({ create, until }: TestWorkbench, changes = {}): Promise<string> {
  const { id } = await create(80, { ...embedded, ...changes })
  await until(id, 'finished')
  return id
}

function untilState({ workbench, call }: TestWorkbench, measurementId: number, ...states: MeasurementState[]): Promise<Measurement> {
  return new Promise((resolve) => {
    const look = (list: readonly Measurement[]) => {
      const found = list.find((other) => other.measurementId === measurementId)
      if (found === undefined || !states.includes(found.state)) return
      stop()
      resolve(found)
    }
    const stop = workbench.on('measures.changed', look)
    void call('measures.list', {}).then(look)
  })
}

async function measure(test: TestWorkbench, runId: string): Promise<Measurement> {
  const [{ measurementId }] = await test.call('measures.start', { runIds: [runId], names: [...names] })
  return untilState(test, measurementId, 'finished', 'failed', 'cancelled')
}

async function points({ call }: TestWorkbench, runId: string, name: string): Promise<[number, number][]> {
  const [series] = await call('series.read', { runIds: [runId], names: [name] })
  return series === undefined ? [] : Array.from(series.steps, (step, index) => [step, series.values[index]])
}

const counted: [number, number][] = [[20, 1], [40, 2], [60, 3], [80, 4]]

describe('measures on checkpoints', () => {
  it('fill series of the run at the steps of its checkpoints, and tell how far they are', async () => {
    const test = start()
    const runId = await finishedRun(test)
    const progress: Measurement[] = []
    const replaced: unknown[] = []
    test.workbench.on('measure.progress', (measurement) => progress.push(measurement))
    test.workbench.on('series.replaced', (event) => replaced.push(event))
    expect(await measure(test, runId)).toMatchObject({ state: 'finished', done: 4, total: 4, error: null, latest: { 'fake/step': 80 } })
    expect(await points(test, runId, 'fake/count')).toEqual(counted)
    expect(test.workbench.store.getRun(runId).series.find(({ name }) => name === 'fake/step')).toMatchObject({ count: 4, last: 80 })
    expect(progress[0]).toMatchObject({ state: 'measuring', done: 0, total: 4 })
    expect(progress.at(-1)).toMatchObject({ done: 4, secondsLeft: 0 })
    expect(replaced.at(-1)).toEqual({ runId, names: ['fake/step', 'fake/count'] })
  })

  it('replace what was measured before, and leave every other series alone', async () => {
    const test = start()
    const runId = await finishedRun(test)
    await measure(test, runId)
    const loss = await points(test, runId, 'train/loss')
    test.workbench.store.replaceSeries(runId, [{ name: 'fake/count', steps: Float64Array.of(1, 2), values: Float64Array.of(9, 9) }])
    await measure(test, runId)
    expect(await points(test, runId, 'fake/count')).toEqual(counted)
    expect(await points(test, runId, 'train/loss')).toEqual(loss)
  })

  it('are computed beside a run that trains on, whose own points go on', async () => {
    const test = start()
    const { id } = await test.create(100_000, embedded)
    await new Promise<void>((resolve) => test.workbench.on('run.points', ({ lastStep }) => { if (lastStep > 60) resolve() }))
    expect((await measure(test, id)).state).toBe('finished')
    expect((await points(test, id, 'fake/step')).slice(0, 3)).toEqual([[20, 20], [40, 40], [60, 60]])
    await test.call('runs.stop', { runIds: [id] })
    const { step } = await test.until(id, 'stopped')
    expect((await points(test, id, 'train/loss')).length).toBe(step + 1)
    expect(test.workbench.store.check()).toEqual([])
  })

  it('take only new checkpoints of a run that has trained on since', async () => {
    const test = start()
    const { id } = await test.create(100_000, embedded)
    await new Promise<void>((resolve) => test.workbench.on('run.points', ({ lastStep }) => { if (lastStep > 60) resolve() }))
    await measure(test, id)
    const before = (await points(test, id, 'fake/count')).length
    await test.call('runs.stop', { runIds: [id] })
    await test.until(id, 'stopped')
    expect((await measure(test, id)).state).toBe('finished')
    const counts = (await points(test, id, 'fake/count')).map(([, count]) => count)
    const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
    expect(counts).toEqual([...upTo(before), ...upTo(counts.length - before)])
  })

  it('are computed one run after the other, and not twice where they are asked for twice', async () => {
    const test = start()
    const runIds = [await finishedRun(test), await finishedRun(test)]
    const first = await test.call('measures.start', { runIds, names: [...names] })
    const second = await test.call('measures.start', { runIds, names: [...names] })
    expect(first.map(({ state }) => state)).toEqual(['measuring', 'waiting'])
    expect(second.map(({ measurementId }) => measurementId)).toEqual(first.map(({ measurementId }) => measurementId))
    for (const { measurementId } of first) await untilState(test, measurementId, 'finished')
    expect((await test.call('measures.list', {})).map(({ runId }) => runId)).toEqual(runIds)
  })

  it('that a config names are not computed of a run that was stopped, since it may go on', async () => {
    const test = start()
    const { id } = await test.create(100_000, { ...embedded, measures: ['loss-and-accuracy', ...names] })
    await new Promise<void>((resolve) => test.workbench.on('run.points', ({ lastStep }) => { if (lastStep > 60) resolve() }))
    await test.call('runs.stop', { runIds: [id] })
    await test.until(id, 'stopped')
    expect(await test.call('measures.list', {})).toEqual([])
  })

  it('that a config names are computed once the run has ended', async () => {
    const test = start()
    const measured = new Promise<Measurement>((resolve) => test.workbench.on('measures.changed', ([only]) => { if (only?.state === 'finished') resolve(only) }))
    const runId = await finishedRun(test, { measures: ['loss-and-accuracy', ...names] })
    expect(await measured).toMatchObject({ runId, names: [...names] })
    expect(await points(test, runId, 'fake/count')).toEqual(counted)
  })
})

describe('a measurement that does not get to its end', () => {
  it('says how its process ended, and keeps what there was before', async () => {
    const test = start()
    const runId = await finishedRun(test)
    await measure(test, runId)
    test.behave('crash')
    const failed = await measure(test, runId)
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'trainer/crashed', message: expect.stringMatching(/status 3[\s\S]*Segmentation fault/) as string } })
    expect(await points(test, runId, 'fake/count')).toEqual(counted)
  })

  it('keeps the points of series that were empty before', async () => {
    const test = start()
    const runId = await finishedRun(test)
    test.behave('crash')
    expect((await measure(test, runId)).state).toBe('failed')
    expect(await points(test, runId, 'fake/count')).toEqual(counted.slice(0, 2))
  })

  it('is gone on with when the run is measured again', async () => {
    const test = start()
    const runId = await finishedRun(test)
    test.behave('crash')
    await measure(test, runId)
    test.behave('sound')
    expect(await measure(test, runId)).toMatchObject({ state: 'finished', done: 4, total: 4, latest: { 'fake/step': 80 } })
    expect(await points(test, runId, 'fake/count')).toEqual([[20, 1], [40, 2], [60, 1], [80, 2]])
    expect(await points(test, runId, 'fake/step')).toEqual([[20, 20], [40, 40], [60, 60], [80, 80]])
  })

  it('is cancelled when asked, and lets the next begin', async () => {
    const test = start({ mode: 'deaf' })
    const runIds = [await finishedRun(test), await finishedRun(test)]
    const [stuck, next] = await test.call('measures.start', { runIds, names: [...names] })
    test.behave('sound')
    await test.call('measures.cancel', { measurementIds: [stuck.measurementId] })
    expect(await untilState(test, stuck.measurementId, 'cancelled')).toMatchObject({ error: null })
    await untilState(test, next.measurementId, 'finished')
    expect(await points(test, runIds[0], 'fake/count')).toEqual([])
  })

  it('is cancelled when its run is deleted', async () => {
    const test = start({ mode: 'deaf' })
    const runId = await finishedRun(test)
    const [{ measurementId }] = await test.call('measures.start', { runIds: [runId], names: [...names] })
    await test.call('runs.delete', { runIds: [runId] })
    await untilState(test, measurementId, 'cancelled')
  })

  it('is cancelled too where its run ended by itself while it was deleted', async () => {
    const test = start({ mode: 'deaf' })
    const begun = new Promise((resolve) => test.workbench.on('run.progress', resolve))
    const { id } = await test.create(80, { ...embedded, measures: ['loss-and-accuracy', ...names] })
    await begun
    await test.call('runs.delete', { runIds: [id] })
    expect((await test.call('measures.list', {})).map(({ state }) => state)).toEqual(['cancelled'])
  })

  it('begins anew in the next session that stays open, and waits through others', async () => {
    const first = start({ mode: 'deaf' })
    const runId = await finishedRun(first)
    await first.call('measures.start', { runIds: [runId], names: [...names] })
    await first.workbench.close()
    const passing = start({ autostart: false })
    expect(await passing.call('measures.list', {})).toEqual([])
    await passing.workbench.close()
    const staying = start()
    const [{ measurementId }] = await staying.call('measures.list', {})
    await untilState(staying, measurementId, 'finished')
    expect(await points(staying, runId, 'fake/count')).toEqual(counted)
    await staying.workbench.close()
    expect(await start().call('measures.list', {})).toEqual([])
  })
})

describe('what cannot be measured', () => {
  it('is refused with the reason before anything is queued', async () => {
    const test = start()
    const sound = await finishedRun(test)
    const refused = async (runIds: string[], wanted: string[], error: object) => {
      await expect(test.call('measures.start', { runIds, names: wanted })).rejects.toMatchObject(error)
    }
    await refused([sound], ['hessian'], { code: 'measure/unknown', message: expect.stringMatching(/no measure "hessian"; expected one of .*hessian-eigenvalues/) as string })
    await refused([sound], ['weight-norms'], { code: 'measure/unknown', message: expect.stringContaining('computed while a run trains') as string })
    await refused(['aaaaaaaaaa'], [...names], { code: 'run/unknown' })
    const withoutEmbedding = (await test.create(80)).id
    await test.until(withoutEmbedding, 'finished')
    await refused([sound, withoutEmbedding], [...names], { code: 'measure/unfit', message: expect.stringContaining('needs a trained embedding') as string })
    await test.call('runs.delete', { runIds: [withoutEmbedding] })
    await refused([withoutEmbedding], [...names], { code: 'run/state', message: expect.stringContaining('bin') as string })
    expect(await test.call('measures.list', {})).toEqual([])
  })

  it('is a run without a checkpoint', async () => {
    const test = start({ mode: 'deaf' })
    await test.create(1_000_000, embedded)
    const { id } = await test.create(80, embedded)
    await expect(test.call('measures.start', { runIds: [id], names: [...names] })).rejects.toMatchObject({ code: 'checkpoint/missing' })
    test.workbench.kill()
  })
})
