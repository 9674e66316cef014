import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../workbench/open-test-workbench.ts'
import { presets } from '../../shared/config/presets.ts'
import { childrenOf, isAlive, runCommand, startCommand, type Finished } from './run-command.ts'

const { folder, remove } = temporaryFolder()
const home = path.join(folder, 'home')
const limitMs = 120_000
afterAll(remove)

const small = ['--set', 'task.modulus=23', '--set', 'model.hiddenWidth=40']
const endless = [...small, '--set', 'stop.maximumSteps=10000000', '--set', 'stop.afterGeneralization=null', '--set', 'schedule.measure.kind=logarithmic']

describe('run', () => {
  let finished: Finished
  let id: string
  beforeAll(async () => {
    finished = await runCommand(['run', 'quick', ...small, '--set', 'stop.maximumSteps=150', '--set', 'schedule.measure.steps=1', '--name', 'small', '--tag', 'test', '--json'], { home })
    id = String(finished.events[0]?.id)
  }, limitMs)

  it('tells what happens as one JSON object per line: created, progress, finished', () => {
    const kinds = finished.events.map((event) => event.event)
    expect([kinds[0], kinds.at(-1), new Set(kinds.slice(1, -1))]).toEqual(['created', 'finished', new Set(['progress'])])
    expect(finished.events[0]).toEqual({ event: 'created', id: expect.stringMatching(/^[a-z2-7]{10}$/) as string, name: 'small' })
    const keys = (event: object | undefined) => Object.keys(event ?? {})
    expect(keys(finished.events.at(-2))).toEqual(['event', 'id', 'step', 'values', 'stepsPerSecond', 'secondsLeft'])
    expect(keys(finished.events.at(-1))).toEqual(['event', 'id', 'status', 'summary'])
    expect(keys(Object(finished.events.at(-1)?.summary) as object)).toEqual(['step', 'trainingSeconds', 'memorization', 'generalization', 'delay', 'last'])
    const steps = finished.events.slice(1, -1).map((event) => Number(event.step))
    expect(steps).toEqual(steps.toSorted((a, b) => a - b))
    expect(finished.events.at(-2)).toMatchObject({ step: 150, values: { 'train/accuracy': expect.any(Number) as number } })
    expect(finished.events.at(-1)).toMatchObject({ id, status: 'finished', summary: { step: 150, last: { 'train/loss': expect.any(Number) as number } } })
    expect(finished.status).toBe(0)
    expect(finished.out.trimEnd().split('\n')).toHaveLength(finished.events.length)
  })

  it('is found again by list and show, in words and as JSON', async () => {
    const list = await runCommand(['list'], { home })
    expect(list.out).toMatch(new RegExp(`^id +name +state.*\n${id}  small  finished +150 `))
    const [record] = (await runCommand(['list', '--json'], { home })).events
    expect(record).toMatchObject({ id, name: 'small', tags: ['test'], preset: 'quick', config: { task: { modulus: 23 } } })
    expect((await runCommand(['show', 'small'], { home })).out).toMatch(/checkpoints +0 .*150\n[\s\S]*train\/loss +151 [\s\S]*"modulus": 23/)
    expect((await runCommand(['show', id.slice(0, 6), '--json'], { home })).events).toMatchObject([{ id, checkpoints: expect.arrayContaining([150]) as number[] }])
  })

  it('is exported: data, a figure, and a bundle that another store imports', async () => {
    const at = (name: string) => path.join(folder, name)
    expect((await runCommand(['export', id, '--format', 'csv', '--series', 'train/loss', '--out', '-'], { home })).out.trimEnd().split('\n')).toHaveLength(152)
    expect((await runCommand(['export', 'small', '--format', 'npz', '--out', at('a.npz')], { home })).status).toBe(0)
    expect(readFileSync(at('a.npz')).subarray(0, 2).toString()).toBe('PK')
    const spec = JSON.stringify({ kind: 'curves', runs: ['small'], panels: [{ series: ['train/loss', 'test/loss'], yScale: 'logarithmic' }] })
    expect((await runCommand(['figure', '-', '--out', at('a.svg')], { home, input: spec })).status).toBe(0)
    expect(readFileSync(at('a.svg'), 'utf8')).toContain('role="img"')
    expect(await runCommand(['figure', '-', '--out', at('a.png'), '--json'], { home, input: spec })).toMatchObject({ status: 0, events: [{ event: 'written', mediaType: 'image/png' }] })
    expect((await runCommand(['bundle', id, '--out', at('a.grokrun')], { home })).status).toBe(0)
    const other = path.join(folder, 'other')
    for (const report of [{ imported: [id], alreadyThere: [] }, { imported: [], alreadyThere: [id] }]) {
      expect((await runCommand(['import', at('a.grokrun'), '--json'], { home: other })).events).toEqual([{ event: 'imported', ...report }])
    }
    expect((await runCommand(['export', id, '--out', path.join(folder, 'missing', 'a.csv')], { home })).status).toBe(1)
    expect(existsSync(`${at('a.npz')}.partial`)).toBe(false)
  }, limitMs)

  it('is forked from a checkpoint with a changed config', async () => {
    const fork = await runCommand(['fork', 'small', '--step', '100', '--set', 'stop.maximumSteps=200', '--set', 'optimizer.learningRate=0.001', '--json'], { home })
    expect(fork.events.at(-1)).toMatchObject({ event: 'finished', status: 'finished', summary: { step: 200 } })
    expect(fork.events[0]).toMatchObject({ event: 'created', parent: { runId: id, step: 100 } })
    const other = await runCommand(['fork', 'small', '--step', '100', '--set', 'model.hiddenWidth=41'], { home })
    expect([other.status, other.err]).toEqual([2, expect.stringContaining('model: a fork goes on with the model')])
  }, limitMs)

  it('ends with status 1 when it diverges', async () => {
    const diverged = await runCommand(['run', 'quick', ...small, '--set', 'optimizer.kind=sgd', '--set', 'optimizer.learningRate=100', '--json'], { home })
    expect([diverged.status, diverged.events.at(-1)]).toMatchObject([1, { event: 'finished', status: 'diverged', summary: { error: { code: 'trainer/diverged' } } }])
  }, limitMs)

  it('stops at Ctrl-C with a last checkpoint, leaves no process, and is resumed', async () => {
    const running = startCommand(['run', 'quick', ...endless, '--json'], { home })
    await running.untilOut(/"step":[1-9]\d{2}/)
    const trainers = await childrenOf(running.child.pid ?? 0)
    expect(trainers).toHaveLength(1)
    running.child.kill('SIGINT')
    const stopped = await running.finished
    const end = stopped.events.at(-1) as { id: string; status: string; summary: { step: number } }
    expect([stopped.status, end.status]).toEqual([1, 'stopped'])
    expect(trainers.filter(isAlive)).toEqual([])
    expect((await runCommand(['show', end.id, '--json'], { home })).events).toMatchObject([{ state: 'stopped', checkpoints: expect.arrayContaining([end.summary.step]) as number[] }])

    const resumed = startCommand(['resume', end.id, '--json'], { home })
    await resumed.untilOut(/"event":"progress"/)
    resumed.child.kill('SIGTERM')
    const last = (await resumed.finished).events.at(-1) as typeof end
    expect(last.summary.step).toBeGreaterThan(end.summary.step)
  }, limitMs)

  it('ends with status 1 and one message when its trainer is killed', async () => {
    const running = startCommand(['run', 'quick', ...endless], { home })
    await running.untilOut(/^quick/)
    while ((await childrenOf(running.child.pid ?? 0)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    for (const trainer of await childrenOf(running.child.pid ?? 0)) process.kill(trainer, 'SIGKILL')
    const { status, out, err } = await running.finished
    expect([status, out]).toEqual([1, expect.stringContaining('interrupted at step')])
    expect(err.trim()).toMatch(/^grokscope: the training process ended by SIGKILL, perhaps for want of memory.*$/)
  }, limitMs)
})

describe('serve', () => {
  it('prints an address that opens with its token, closes at Ctrl-C and leaves no process', async () => {
    const page = path.join(folder, 'page')
    mkdirSync(page)
    writeFileSync(path.join(page, 'index.html'), '<title>Grokscope</title>')
    const serving = startCommand(['serve', '--port', '0', '--json'], { home: path.join(folder, 'served'), environment: { GROKSCOPE_PAGE: page } })
    await serving.untilOut(/\n/)
    const { url } = JSON.parse(serving.out()) as { url: string }
    const opened = await fetch(url, { redirect: 'manual' })
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/'])
    expect((await fetch(new URL('/', url))).status).toBe(401)
    const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect(await (await fetch(new URL('/', url), { headers: { cookie } })).text()).toBe('<title>Grokscope</title>')
    serving.child.kill('SIGINT')
    expect((await serving.finished).status).toBe(0)
    await expect(fetch(url)).rejects.toThrow()
  })
})

describe('help', () => {
  it('lists every command of the contract and no other', async () => {
    const { status, out } = await runCommand(['--help'])
    const commands = out.slice(out.indexOf('Commands:')).split('\n').slice(1).map((line) => /^ {2}(\w+)/.exec(line)?.[1]).filter((name) => name !== undefined)
    expect([status, commands]).toEqual([0, ['run', 'resume', 'fork', 'list', 'show', 'presets', 'studies', 'study', 'measure', 'export', 'figure', 'bundle', 'import', 'serve', 'runtime', 'doctor']])
  })

  it.each(['run', 'resume', 'fork', 'list', 'show', 'presets', 'studies', 'study', 'measure', 'export', 'figure', 'bundle', 'import', 'serve', 'runtime', 'doctor'])('says what %s does', async (command) => {
    const { status, out } = await runCommand([command, '--help'])
    expect([status, out]).toEqual([0, expect.stringMatching(new RegExp(`Usage: grokscope ${command}[\\s\\S]{40,}`))])
  })

  it.each(['run', 'resume', 'fork'])('says what %s prints for programs: the events, with every field that they have', async (command) => {
    const { out } = await runCommand([command, '--help'])
    for (const event of ['created', 'progress', 'finished', 'error']) expect(out).toContain(`{"event":"${event}",`)
    for (const field of ['stepsPerSecond', 'secondsLeft', 'trainingSeconds', 'memorization', 'generalization', 'delay', 'last']) expect(out).toContain(field)
  })

  it('comes, with status 2, where no command is named', async () => {
    expect(await runCommand([])).toMatchObject({ status: 2, err: expect.stringContaining('Usage: grokscope') as string })
  })
})

it('sample runs come along: three, finished, with curves, kept embeddings and a checkpoint to fork from', async () => {
  const place = path.join(folder, 'samples')
  expect((await runCommand(['import', '--samples', '--json'], { home: place })).events).toMatchObject([{ imported: { length: 3 }, alreadyThere: [] }])
  const runs = (await runCommand(['list', '--json'], { home: place })).events as { id: string; state: string; tags: string[] }[]
  expect(runs.map(({ state, tags }) => [state, tags])).toEqual(Array.from({ length: 3 }, () => ['finished', ['sample']]))
  const [{ checkpoints, snapshots }] = (await runCommand(['show', runs[0]?.id ?? '', '--json'], { home: place })).events as [{ checkpoints: number[]; snapshots: { steps: number[] }[] }]
  expect([checkpoints.length, snapshots[0]?.steps.length]).toEqual([2, expect.toSatisfy((count: number) => count > 20)])
}, limitMs)

it('presets are listed with their configs', async () => {
  const { events } = await runCommand(['presets', '--json'])
  expect(events.map(({ name, config }) => ({ name, config }))).toEqual(presets.map(({ name, config }) => ({ name, config })))
})

it('doctor reports on machine, runtime and store', async () => {
  const { status, out } = await runCommand(['doctor'], { home })
  expect([status, out]).toEqual([0, expect.stringMatching(/Node: 24[\s\S]*training: [\s\S]*store: sound/)])
})
