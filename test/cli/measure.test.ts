import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkpointMeasureNames } from '../../shared/catalogue/measures.ts'
import { temporaryFolder } from '../workbench/open-test-workbench.ts'
import { childrenOf, isAlive, runCommand, startCommand, type Finished } from './run-command.ts'

const { folder, remove } = temporaryFolder()
const home = path.join(folder, 'home')
const limitMs = 120_000
afterAll(remove)

const small = ['run', 'mlp-embedding', '--json',
  '--set', 'task.modulus=11', '--set', 'model.embeddingWidth=6', '--set', 'model.hiddenWidth=10', '--set', 'stop.maximumSteps=100']
const large = ['--set', 'task.modulus=97', '--set', 'model.embeddingWidth=128', '--set', 'model.hiddenWidth=512', '--set', 'stop.maximumSteps=3']
let run: Finished
beforeAll(async () => { run = await runCommand([...small, '--name', 'small'], { home }) }, limitMs)

describe('measure', () => {
  it('computes measures on the checkpoints of a run and tells its progress as JSON objects', async () => {
    expect(run.status).toBe(0)
    const { status, events } = await runCommand(['measure', 'small', 'hessian-eigenvalues', '--json'], { home })
    expect([status, events[0], events.at(-1)]).toMatchObject([0,
      { event: 'measuring', names: ['hessian-eigenvalues'] },
      { event: 'measured', status: 'finished', last: { 'hessian-eigenvalue/embedding': expect.any(Number) as number } }])
    expect(events.at(-2)).toMatchObject({ event: 'measure-progress', secondsLeft: 0, values: { 'hessian-eigenvalue/first-weights': expect.any(Number) as number } })
    const [{ checkpoints, series }] = (await runCommand(['show', 'small', '--json'], { home })).events as [{ checkpoints: number[]; series: { name: string; count: number }[] }]
    expect(series.find(({ name }) => name === 'hessian-eigenvalue/embedding')?.count).toBe(checkpoints.length)
  }, limitMs)

  it('lists what can be measured of a run, and what was', async () => {
    const { events } = await runCommand(['measure', 'small', '--list', '--json'], { home })
    expect(events.map(({ name }) => name)).toEqual(checkpointMeasureNames)
    expect(events.find(({ name }) => name === 'hessian-eigenvalues')).toMatchObject({ unfit: null, formula: expect.stringContaining('λ') as string })
    expect((await runCommand(['measure', 'small', '--list'], { home })).out).toMatch(/hessian-eigenvalues +\d+ +Top Hessian eigenvalues[\s\S]*ranks fills\n +rank\/embedding/)
  }, limitMs)

  it('refuses what it cannot do with status 2 and the reason', async () => {
    const refused = async (words: string[]) => {
      const { status, err } = await runCommand(['measure', ...words], { home })
      return [status, err]
    }
    expect(await refused(['small', 'hessian'])).toEqual([2, expect.stringContaining(`${checkpointMeasureNames.join(', ')}; did you mean hessian-eigenvalues?`)])
    expect(await refused(['small'])).toEqual([2, expect.stringContaining('hessian-eigenvalues')])
    expect(await refused(['nobody', 'hessian-eigenvalues'])).toEqual([2, expect.stringContaining('nobody')])
    expect((await runCommand(['run', 'quick', '--set', 'task.modulus=7', '--set', 'stop.maximumSteps=5', '--name', 'without'], { home })).status).toBe(0)
    expect(await refused(['without', 'hessian-eigenvalues'])).toEqual([2, expect.stringContaining('embedding')])
  }, limitMs)

  it('names every measure in its help', async () => {
    const { out } = await runCommand(['measure', '--help'])
    for (const name of checkpointMeasureNames) expect(out).toContain(name)
  })

  it('is part of a run whose config names a measure on checkpoints', async () => {
    const named = await runCommand([...small, '--set', 'measures=["loss-and-accuracy","hessian-eigenvalues"]'], { home })
    const kinds = named.events.map(({ event }) => event)
    expect([named.status, kinds.at(-2), kinds.at(-1)]).toEqual([0, 'measured', 'finished'])
    expect(named.events.at(-1)).toMatchObject({ summary: { last: { 'hessian-eigenvalue/embedding': expect.any(Number) as number } } })
  }, limitMs)

  it('that is part of a run and is cancelled leaves the run finished, with status 1', async () => {
    const running = startCommand(['run', 'mlp-embedding', ...large, '--set', 'measures=["loss-and-accuracy","hessian-eigenvalues"]', '--json'], { home })
    await running.untilOut(/"done":0\.\d/)
    running.child.kill('SIGINT')
    const { status, events } = await running.finished
    expect([status, events.at(-2), events.at(-1)]).toMatchObject([1, { event: 'measured', status: 'cancelled' }, { event: 'finished', status: 'finished' }])
  }, limitMs)

  it('ends at Ctrl-C with status 1 and leaves no process', async () => {
    await runCommand(['run', 'mlp-embedding', ...large, '--name', 'large'], { home })
    const measuring = startCommand(['measure', 'large', 'hessian-eigenvalues', '--json'], { home })
    await measuring.untilOut(/"done":0\.\d/)
    const children = await childrenOf(measuring.child.pid ?? 0)
    measuring.child.kill('SIGINT')
    const { status, events } = await measuring.finished
    expect([status, events.at(-1)]).toMatchObject([1, { event: 'measured', status: 'cancelled' }])
    expect(children.filter(isAlive)).toEqual([])
  }, limitMs)
})
