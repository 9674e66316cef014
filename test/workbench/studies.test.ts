import { beforeEach, describe, expect, it } from 'vitest'
import type { Study } from '../../shared/studies/study.ts'
import { quickStudy } from '../shared/studies/quick-study.ts'
import { workbenchesOfEachTest, type TestWorkbench } from './open-test-workbench.ts'

const small = { name: 'quick-study', scale: 'small' as const }

describe('a study in the workbench', () => {
  const open = workbenchesOfEachTest()
  let test: TestWorkbench
  beforeEach(() => { test = open({ studies: [quickStudy] }) })

  /** Waits until nothing of the study is under way. */
  const untilIdle = async (name = small.name) => {
    while ((await test.call('studies.list', {})).some(({ active }) => active !== null)) {
      await new Promise((resolve) => {
        const stop = test.workbench.on('study.changed', () => { stop(); resolve(null) })
      })
    }
    return test.call('studies.get', { ...small, name })
  }

  it('is listed with what is missing, and undecided until its runs are trained', async () => {
    expect(await test.call('studies.list', {})).toMatchObject([{ name: 'quick-study', facts: 3, scales: { small: { done: 0, total: 4 }, paper: { done: 0, total: 4 } }, active: null }])
    const report = await test.call('studies.get', small)
    expect(report.facts.map(({ verdict }) => verdict)).toEqual(['undecided', 'undecided', 'undecided'])
    expect(report.facts[0].detail).toBe('none of 2 runs is trained')
    expect([report.plot, report.stage, report.runs.map(({ state }) => state)]).toEqual([null, 'idle', ['missing', 'missing', 'missing', 'missing']])
  })

  it('trains what is missing, and shows facts that hold and facts that fail as they are', async () => {
    const started = await test.call('studies.start', small)
    expect([started.stage, started.runs.map(({ state }) => state).includes('missing')]).toEqual(['training', false])
    const report = await untilIdle()
    expect(report.runs.map(({ state, milestones }) => [state, milestones.generalization])).toEqual(Array(4).fill(['finished', 30]))
    expect(report.facts).toMatchObject([
      { name: 'reaches', verdict: 'reproduced', measured: '30', published: '30 steps' },
      { name: 'faster', verdict: 'failed', measured: '30 and 30' },
      { name: 'unmeasured', verdict: 'undecided', detail: expect.stringContaining('has no series none/such') as string }
    ])
    expect(report.plot).toMatchObject({ kind: 'points', panels: [{ categories: ['slow', 'fast'] }] })
    const runs = await test.call('runs.list', {})
    expect(runs.every((run) => run.tags.includes('study:quick-study'))).toBe(true)
    expect(runs.map((run) => run.name).toSorted()[0]).toBe('quick-study small fast, seed 0')
  })

  it('reuses runs with the same config, whatever their name, and not those with another', async () => {
    const [planned] = quickStudy.runs('small', 1)
    const own = await test.call('runs.create', { config: planned.config, name: 'mine' })
    const other = await test.call('runs.create', { config: { ...planned.config, seed: 77 }, name: 'other' })
    await test.until(own.id, 'finished')
    await test.until(other.id, 'finished')
    const before = await test.call('studies.get', { ...small, seeds: 1 })
    expect(before.runs.map(({ runId }) => runId)).toEqual([own.id, null])
    await test.call('studies.start', { ...small, seeds: 1 })
    await untilIdle()
    expect(await test.call('runs.list', {})).toHaveLength(3)
    await test.call('studies.start', { ...small, seeds: 1 })
    expect(await test.call('runs.list', {})).toHaveLength(3)
  })

  it('judges what is stored at the moment it is asked: a deleted run is missing again', async () => {
    await test.call('studies.start', small)
    const { runs } = await untilIdle()
    await test.call('runs.delete', { runIds: [String(runs[0].runId)] })
    const report = await test.call('studies.get', small)
    expect(report.facts[0]).toMatchObject({ verdict: 'undecided', detail: '1 of 2 runs is not trained' })
    expect(report.runs[0].state).toBe('missing')
  })

  it('is stopped, and goes on with the same runs', async () => {
    await test.call('studies.start', small)
    await test.call('studies.stop', { name: small.name })
    const report = await untilIdle()
    expect(report.runs.some(({ state }) => state === 'stopped')).toBe(true)
    for (const { runId } of report.runs) await test.until(String(runId), 'stopped', 'finished')
    await test.call('studies.start', small)
    expect((await untilIdle()).runs.map(({ state }) => state)).toEqual(Array(4).fill('finished'))
    expect(await test.call('runs.list', {})).toHaveLength(4)
  })

  it('leaves runs alone that others had queued when it is stopped', async () => {
    const [planned] = quickStudy.runs('small', 1)
    const own = await test.call('runs.create', { config: planned.config })
    await test.call('studies.start', { ...small, seeds: 1 })
    await test.call('studies.stop', { name: small.name })
    expect((await test.until(own.id, 'finished', 'stopped')).state).toBe('finished')
  })

  it('leaves runs alone that wait in the queue at the wish of others', async () => {
    const [slow, fast] = quickStudy.runs('small', 1)
    await test.call('settings.set', { concurrentRuns: 1 })
    const own = [await test.call('runs.create', { config: slow.config }), await test.call('runs.create', { config: fast.config })]
    await test.call('studies.start', { ...small, seeds: 1 })
    await test.call('studies.stop', { name: small.name })
    for (const { id } of own) expect((await test.until(id, 'finished', 'stopped')).state).toBe('finished')
  })

  it('is stopped whole although one of its runs lies in the bin', async () => {
    const { runs } = await test.call('studies.start', small)
    const [first, ...others] = runs.map(({ runId }) => String(runId))
    await test.call('runs.pause', { runIds: [first] })
    await test.until(first, 'paused')
    await test.call('runs.delete', { runIds: [first] })
    await test.call('studies.stop', { name: small.name })
    for (const runId of others) await test.until(runId, 'stopped')
  })

  it('hands a run that another study waits for over to that one when it is stopped', async () => {
    await test.workbench.close()
    test = open({ studies: [quickStudy, { ...quickStudy, name: 'twin' }] })
    await test.call('settings.set', { concurrentRuns: 1 })
    const { runs: [slow, fast] } = await test.call('studies.start', { ...small, seeds: 1 })
    await test.call('studies.start', { name: 'twin', scale: 'small', seeds: 1 })
    await test.call('studies.stop', { name: small.name })
    expect((await test.until(String(slow.runId), 'finished', 'stopped')).state).toBe('finished')
    await test.call('studies.stop', { name: 'twin' })
    await test.until(String(fast.runId), 'stopped')
    expect((await test.call('studies.list', {})).map(({ active }) => active)).toEqual([null, null])
  })

  it('is over where the trainer of its only run cannot be started', async () => {
    const { config } = quickStudy.runs('small', 1)[1]
    await test.until((await test.call('runs.create', { config })).id, 'finished')
    test.behave('absent')
    await test.call('studies.start', { ...small, seeds: 1 })
    expect((await untilIdle()).runs[0].state).toBe('failed')
  })

  it('takes a diverged run as a result, and a crashed one as missing', async () => {
    test.behave('diverge')
    await test.call('studies.start', small)
    expect((await untilIdle()).facts[0].verdict).toBe('failed')
    test.behave('crash')
    await test.call('studies.start', { ...small, scale: 'paper' })
    await untilIdle()
    const crashed = await test.call('studies.get', { ...small, scale: 'paper' })
    expect([crashed.facts[0].verdict, crashed.runs[0].state]).toEqual(['undecided', 'interrupted'])
  })

  it('waits for measures on checkpoints, and asks for those that a trained run lacks', async () => {
    const measured: Study = {
      ...quickStudy, name: 'measured',
      runs: (scale, seeds) => quickStudy.runs(scale, seeds).map((run) => ({
        ...run, config: { ...run.config, model: { kind: 'mlp-embedding', hiddenWidth: 4 }, measures: ['loss-and-accuracy', 'hessian-eigenvalues'] }
      })),
      plot: (results) => ({
        kind: 'curves', runs: [results[0].runId], panels: [{ series: ['train/loss', 'hessian-eigenvalue/embedding'] }, { series: ['hessian-eigenvalue/first-weights'] }]
      })
    }
    await test.workbench.close()
    test = open({ studies: [measured] })
    const stages = new Set<string>()
    test.workbench.on('study.changed', () => { void test.call('studies.get', { name: 'measured', scale: 'small' }).then(({ stage }) => stages.add(stage)) })
    await test.call('studies.start', { name: 'measured', scale: 'small' })
    await untilIdle('measured')
    expect([...stages].slice(0, 2)).toEqual(['training', 'measuring'])
    const before = await test.call('measures.list', {})
    expect([...new Set(before.map(({ state }) => state))]).toEqual(['finished'])
    // The fake trainer fills other series than the measure's own, which therefore are still missing.
    const again = await test.call('studies.start', { name: 'measured', scale: 'small' })
    expect([again.stage, again.runs[0].unmeasured]).toEqual(['measuring', ['hessian-eigenvalues']])
    expect(again.plot).toMatchObject({ panels: [{ series: ['train/loss'] }], labels: { [String(again.runs[0].runId)]: 'slow' } })
    await untilIdle('measured')
    expect(await test.call('measures.list', {})).toHaveLength(2 * before.length)
    const measuredAt = async (...steps: number[]) => {
      const runId = String(again.runs[0].runId)
      const points = { steps: Float64Array.from(steps), values: Float64Array.from(steps) }
      test.workbench.store.replaceSeries(runId, ['embedding', 'first-weights'].map((tensor) => ({ name: `hessian-eigenvalue/${tensor}`, ...points })))
      return (await test.call('studies.get', { name: 'measured', scale: 'small' })).runs[0].unmeasured
    }
    // A measurement that was broken off lacks the last checkpoint, which is at step 40.
    expect(await measuredAt(20)).toEqual(['hessian-eigenvalues'])
    expect(await measuredAt(20, 40)).toEqual([])
  })

  it('trains a run that uses another after it, with a config that names it', async () => {
    const chained: Study = {
      ...quickStudy, name: 'chained', facts: [],
      runs: (scale, seeds) => quickStudy.runs(scale, seeds).filter(({ key }) => key === 'slow').flatMap((run) => [run, {
        ...run, key: 'later', after: { key: 'slow', config: (runId: string) => ({ ...run.config, stop: { maximumSteps: 30 + (runId.charCodeAt(0) % 7) } }) }
      }])
    }
    await test.workbench.close()
    test = open({ studies: [chained] })
    const choice = { name: 'chained', scale: 'small' as const, seeds: 1 }
    const started = await test.call('studies.start', choice)
    expect(started.runs.map(({ state }) => state)).toEqual([expect.stringMatching(/queued|training/), 'missing'])
    await untilIdle('chained')
    const { runs: [source, later] } = await test.call('studies.get', choice)
    expect([source.state, later.state, later.step]).toEqual(['finished', 'finished', 30 + (String(source.runId).charCodeAt(0) % 7)])
    await test.call('studies.start', choice)
    expect(await test.call('runs.list', {})).toHaveLength(2)
  })

  it('says which run cannot use another one as it should, and goes on without it', async () => {
    const chained: Study = {
      ...quickStudy, name: 'chained', facts: [],
      runs: (scale, seeds) => quickStudy.runs(scale, seeds).filter(({ key }) => key === 'slow').flatMap((run) => [run, {
        ...run, key: 'later', label: 'later', after: { key: 'slow', config: (runId: string) => ({
          ...run.config, model: { kind: 'mlp-embedding' as const, hiddenWidth: 4 }, interventions: [{ kind: 'neural-amplifier' as const, weightsFrom: runId }]
        }) }
      }])
    }
    await test.workbench.close()
    test = open({ studies: [chained] })
    const messages: string[] = []
    test.workbench.on('message', ({ text }) => messages.push(text))
    await test.call('studies.start', { name: 'chained', scale: 'small', seeds: 1 })
    await untilIdle('chained')
    expect(messages).toEqual([expect.stringMatching(/^chained small later, seed 0 cannot be trained: interventions\.0\.weightsFrom: .*slow, seed 0 has no neural amplifier$/)])
    expect((await test.call('studies.get', { name: 'chained', scale: 'small', seeds: 1 })).runs.map(({ state }) => state)).toEqual(['finished', 'missing'])
  })

  describe('that shares its runs with another one', () => {
    /** Waits, by what is told of the study alone, until all that it needs is finished. */
    const untilShownFinished = async (name: string) => {
      const choice = { name, scale: 'small' as const, seeds: 1 }
      await new Promise((resolve) => {
        test.workbench.on('study.changed', (event) => {
          if (event.name !== name) return
          void test.call('studies.get', choice).then(({ runs }) => { if (runs.every(({ state }) => state === 'finished')) resolve(null) })
        })
        void test.call('studies.get', choice)
      })
    }
    const openTwins = async (study: Study) => {
      await test.workbench.close()
      test = open({ studies: [study, { ...study, name: 'twin' }] })
    }

    it('is told of them although the other one trains them', async () => {
      await openTwins(quickStudy)
      const shown = untilShownFinished('twin')
      await test.call('studies.start', { ...small, seeds: 1 })
      await shown
      expect((await test.call('studies.list', {})).find(({ name }) => name === 'twin')?.active).toBeNull()
    }, 30_000)

    it('is told of those that use another run, too, and of runs that nobody trains for a study', async () => {
      const later = { key: 'later', after: { key: 'slow', config: () => ({ ...quickStudy.runs('small', 1)[0].config, stop: { maximumSteps: 33 } }) } }
      await openTwins({
        ...quickStudy, facts: [],
        runs: (scale, seeds) => quickStudy.runs(scale, seeds).filter(({ key }) => key === 'slow').flatMap((run) => [run, { ...run, ...later }])
      })
      const shown = untilShownFinished('twin')
      const [{ config }] = quickStudy.runs('small', 1)
      await test.until((await test.call('runs.create', { config })).id, 'finished')
      await test.call('runs.create', { config: later.after.config() })
      await shown
    }, 30_000)
  })

  it('refuses a study that is not there, and a second scale while one is under way', async () => {
    await expect(test.call('studies.get', { name: 'none', scale: 'small' })).rejects.toThrow('there is no study "none"; expected one of quick-study')
    await test.call('studies.start', small)
    await expect(test.call('studies.start', { ...small, scale: 'paper' })).rejects.toThrow('is under way at the scale small')
    expect(await test.call('studies.get', { ...small, scale: 'paper' })).toMatchObject({ stage: 'idle', active: { scale: 'small', seeds: 2 } })
    await untilIdle()
  })
})
