import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { studies } from '../../shared/studies/index.ts'
import { temporaryFolder } from '../workbench/open-test-workbench.ts'
import { runCommand, startCommand } from './run-command.ts'

const { folder, remove } = temporaryFolder()
const script = fileURLToPath(new URL('quick-study-command.ts', import.meta.url))
const home = path.join(folder, 'home')
const at = (name: string) => path.join(folder, name)
const limitMs = 120_000
afterAll(remove)

describe('study', () => {
  it('trains its runs for real, prints a verdict for each fact, and writes the plot', async () => {
    const { status, events } = await runCommand(['study', 'quick-study', '--seeds', '1', '--out', at('plot.svg'), '--json'], { home, script })
    const kinds = events.map(({ event }) => event)
    expect([kinds[0], kinds.at(-1)]).toEqual(['study', 'verdicts'])
    expect(events[0]).toMatchObject({ name: 'quick-study', scale: 'small', seeds: 1, runs: [{ key: 'slow', state: 'missing' }, { key: 'fast', state: 'missing' }] })
    const runs = events.filter(({ event }) => event === 'run')
    expect(runs).toMatchObject([{ key: 'slow', seed: 0, status: 'finished', step: 40 }, { key: 'fast', seed: 0, status: 'finished', step: 60 }])
    const facts = events.filter(({ event }) => event === 'fact')
    expect(facts.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['reaches', expect.stringMatching(/^(reproduced|failed)$/)], ['faster', expect.stringMatching(/^(reproduced|failed)$/)], ['unmeasured', 'undecided']
    ])
    expect(events.find(({ event }) => event === 'written')).toMatchObject({ file: at('plot.svg'), mediaType: 'image/svg+xml' })
    expect(readFileSync(at('plot.svg'), 'utf8')).toContain('role="img"')
    const last = events.at(-1)
    expect(Number(last?.reproduced) + Number(last?.failed) + Number(last?.undecided)).toBe(3)
    expect(status).toBe(1)
  }, limitMs)

  it('reuses what is trained, and says one line per fact to people', async () => {
    const again = await runCommand(['study', 'quick-study', '--seeds', '1', '--out', at('plot.png')], { home, script })
    expect(again.out).toMatch(/^A quick study\. No paper, Fig\. 0\n[\s\S]*\n. (reproduced|failed) {2,}The slow runs reach a test accuracy of 1\. {2}Paper: 30 steps\. Here: \S+\.\n/)
    expect(again.out).toContain('? undecided   What is not measured is not judged.')
    expect(existsSync(at('plot.png'))).toBe(true)
    const { events } = await runCommand(['list', '--json'], { home })
    expect(events).toHaveLength(2)
  }, limitMs)

  it('counts as trained in the list of studies', async () => {
    const { out } = await runCommand(['studies'], { home, script })
    expect(out).toMatch(/^name +title +paper +figure +facts +small +paper scale\nquick-study +A quick study +No paper +Fig\. 0 +3 +2\/4 +0\/4\nendless-study /)
  })

  it('says that the plot cannot be written before it trains', async () => {
    const { status, err } = await runCommand(['study', 'quick-study', '--out', at('none/plot.svg')], { home: at('other'), script })
    expect([status, err]).toEqual([1, expect.stringMatching(/^grokscope: --out: expected a file in a folder that can be written to; .*none/)])
    expect((await runCommand(['list', '--json'], { home: at('other') })).out).toBe('')
  }, limitMs)

  it('stops its runs at Ctrl-C after a last checkpoint, says what became of them, and goes on with the same ones', async () => {
    const words = ['study', 'endless-study', '--seeds', '1', '--out', at('endless.svg'), '--json']
    const studying = startCommand(words, { home: at('endless'), script })
    await studying.untilOut(/"progress".*"step":[1-9]/)
    studying.child.kill('SIGINT')
    const { status, events } = await studying.finished
    const runs = events.filter(({ event }) => event === 'run')
    expect([status, events.at(-1)]).toMatchObject([1, { event: 'verdicts', undecided: 3 }])
    expect(runs).toMatchObject([{ status: 'stopped' }, { status: 'stopped' }])
    const [begun] = runs.filter(({ step }) => Number(step) > 0)
    const { events: [shown] } = await runCommand(['show', String(begun.id), '--json'], { home: at('endless') })
    expect(shown).toMatchObject({ state: 'stopped', checkpoints: expect.arrayContaining([begun.step]) as number[] })
    const again = startCommand(words, { home: at('endless'), script })
    await again.untilOut(/"progress".*"step":[1-9]/)
    expect(JSON.parse(again.out().split('\n')[0])).toMatchObject({ event: 'study', runs: expect.arrayContaining([expect.objectContaining({ runId: begun.id, state: 'stopped' })]) as object[] })
    again.child.kill('SIGINT')
    await again.finished
    expect((await runCommand(['list', '--json'], { home: at('endless') })).events).toHaveLength(2)
  }, limitMs)

  it('refuses what is wrong before it trains', async () => {
    const wrong: [string[], RegExp][] = [
      [['study', 'none'], /there is no study "none"; expected one of quick-study, endless-study$/m],
      [['study', 'quickstudy'], /endless-study; did you mean quick-study\?/],
      [['study', 'quick-study', '--seeds', '0'], /--seeds: expected a whole number from 1 to 100, got "0"/],
      [['study', 'quick-study', '--scale', 'large'], /Allowed choices are small, paper/],
      [['study', 'quick-study', '--out', 'plot.gif'], /--out: expected a file that ends in \.svg or \.png, got "plot\.gif"/]
    ]
    for (const [words, message] of wrong) {
      expect(await runCommand(words, { home: at('other'), script })).toMatchObject({ status: 2, err: expect.stringMatching(message) as string })
    }
    expect((await runCommand(['list', '--json'], { home: at('other') })).out).toBe('')
  }, limitMs)
})

it('studies lists the catalogue', async () => {
  const { events } = await runCommand(['studies', '--json'], { home: at('empty') })
  expect(events.map(({ name }) => name)).toEqual(studies.map(({ name }) => name))
}, limitMs)
