import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { openStore } from '../../src-main/store/open.ts'
import { temporaryFolder } from '../workbench/open-test-workbench.ts'
import { runCommand } from './run-command.ts'

const { folder, remove } = temporaryFolder()
afterAll(remove)
const at = (name: string) => path.join(folder, name)
writeFileSync(at('broken.json'), '{ "task": ')
writeFileSync(at('figure.json'), '{ "kind": "curves", "runs": [], "colour": 1 }')
writeFileSync(at('bundle.grokrun'), Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(500, 7)]))

describe('wrong use ends with status 2, names the field and what was expected, and changes nothing', () => {
  const wrong: [string, string[], RegExp][] = [
    ['no command that exists', ['frobnicate'], /unknown command 'frobnicate'/],
    ['an unknown option', ['list', '--colour'], /unknown option '--colour'/],
    ['a missing argument', ['run'], /missing required argument 'config'/],
    ['an unknown preset', ['run', 'maineline'], /no preset "maineline"; expected one of minute, mainline, quick.*; did you mean mainline\?/],
    ['an unknown field', ['run', 'quick', '--set', 'optimizer.momentun=1'], /optimizer\.momentun: is not a known field; expected one of kind, learningRate/],
    ['an unknown field at the top', ['run', 'quick', '--set', 'epochs=1'], /epochs: is not a known field/],
    ['a wrong type', ['run', 'quick', '--set', 'task.modulus=many'], /task\.modulus: expected number, got "many"/],
    ['a number out of range', ['run', 'quick', '--set', 'task.modulus=-7'], /task\.modulus: expected >=\d+, got -7/],
    ['a fraction that is not whole', ['run', 'quick', '--set', 'task.modulus=7.5'], /task\.modulus/],
    ['an unknown kind', ['run', 'quick', '--set', 'optimizer.kind=lion'], /optimizer\.kind: expected .*adamw/],
    ['a modulus that is not prime for division', ['run', 'quick', '--set', 'task.operation=divide', '--set', 'task.modulus=96'], /task\.modulus: expected a prime for division, got 96/],
    ['a training fraction of 0', ['run', 'quick', '--set', 'task.trainFraction=0'], /task\.trainFraction/],
    ['a training fraction of 1', ['run', 'quick', '--set', 'task.trainFraction=1'], /task\.trainFraction/],
    ['a batch larger than the data', ['run', 'quick', '--set', 'batch.kind=minibatch', '--set', 'batch.size=5000'], /batch\.size: expected at most the 4704 training examples, got 5000/],
    ['a polynomial that calls something', ['run', 'quick', '--set', 'task.operation=polynomial', '--set', 'task.expression=process.exit(1)'], /task\.expression/],
    ['a prototype as a field', ['run', 'quick', '--set', '__proto__.polluted=1'], /__proto__/],
    ['a place beyond a list', ['run', 'quick', '--set', 'interventions.7.kind=grokfast-ma'], /interventions\.7\.kind: the list has 0 items; expected a place from 0 to 0, got 7/],
    ['an embedding rate without an embedding', ['run', 'quick', '--set', 'interventions.embedding-rate.ratio=10'],
      /interventions\.0\.kind: sets the learning rate of a trained embedding, and the model quadratic-mlp has none/],
    ['an embedding rate on a frozen embedding', ['run', 'uniformity', '--set', 'model.embeddingTrained=false', '--set', 'interventions.embedding-rate.ratio=10'],
      /interventions\.0\.kind: sets the learning rate of a trained embedding, and that of this run is frozen/],
    ['an amplifier on a frozen tensor', ['run', 'uniformity', '--set', 'model.embeddingTrained=false', '--set', 'interventions.0.kind=neural-amplifier'],
      /interventions\.0\.kind: the embedding of this run is frozen: .*train the embedding/],
    ['an amplifier of a run that is not there', ['run', 'mlp-embedding', '--set', 'interventions.neural-amplifier.weightsFrom=nobody'],
      /interventions\.0\.weightsFrom: expected the id of a run in this store, or id@step; there is none with the id nobody/],
    ['an amplifier without outer examples', ['run', 'mlp-embedding', '--set', 'interventions.neural-amplifier.outerFraction=0'],
      /interventions\.0\.outerFraction: leaves no example for the outer loss/],
    ['a hole larger than the table', ['run', 'square-hole', '--set', 'task.split.side=200'], /task\.split\.side: expected at most 95 at p = 97, .*got 200/],
    ['a hole in a table without y = 0', ['run', 'strip-hole', '--set', 'task.operation=divide'], /task\.split\.kind: a hole needs the full p × p table/],
    ['a measure that does not fit the run', ['run', 'quick', '--set', 'measures.0=ranks'], /measures\.0: ranks needs a trained embedding/],
    ['images for a model without any', ['run', 'quick', '--set', 'model.kind=resnet-18'], /model\.kind: resnet-18 looks at images; the task modular has none/],
    ['a setting without a value', ['run', 'quick', '--set', 'task.modulus'], /--set task\.modulus: expected path=value/],
    ['a config that is not JSON', ['run', at('broken.json')], /broken\.json is not JSON/],
    ['a run that is not there', ['show', 'nothing'], /nothing/],
    ['a step that is no number', ['fork', 'a', '--step', 'last'], /--step: expected a whole number .* got "last"/],
    ['a fork without a step', ['fork', 'a'], /required option '--step <step>' not specified/],
    ['an unknown format', ['export', 'a', '--format', 'xlsx'], /Allowed choices are csv, json, npz/],
    ['a figure to a file of no known kind', ['figure', at('figure.json'), '--out', 'a.gif'], /--out: expected a file that ends in \.svg, \.png or \.csv/],
    ['a figure that is none', ['figure', at('figure.json'), '--out', 'a.svg'], /colour: is not a known field/],
    ['a port that is none', ['serve', '--port', '70000'], /--port: expected a whole number from 0 to 65535/],
    ['nothing to import', ['import'], /expected either a file or --samples/]
  ]
  it.each(wrong)('%s', async (_, words, message) => {
    const home = at(`home-${wrong.findIndex((row) => row[1] === words)}`)
    const { status, err } = await runCommand(words, { home })
    expect(err).toMatch(message)
    expect(err).not.toMatch(/\.ts:\d+/)
    expect(status).toBe(2)
    if (existsSync(home)) expect((await runCommand(['list', '--json'], { home })).out).toBe('')
  })
})

describe('what fails ends with status 1, says what to do, and changes nothing', () => {
  it('a config file that is not there', async () => {
    expect(await runCommand(['run', './missing.json'], { home: at('a') })).toMatchObject({ status: 1, err: expect.stringContaining('missing.json cannot be read') as string })
  })

  it('a data folder that cannot be made', async () => {
    writeFileSync(at('file'), '')
    const { status, err } = await runCommand(['run', 'quick', '--home', at('file/home')])
    expect([status, err]).toEqual([1, expect.stringMatching(/cannot be written.*--home/s)])
  })

  it('a store that another instance writes: reading goes on, writing is refused', async () => {
    const home = at('locked')
    const store = openStore(home, { readOnly: false })
    const list = await runCommand(['list'], { home })
    expect([list.status, list.err]).toEqual([0, expect.stringContaining(`in use by process ${process.pid}`)])
    const run = await runCommand(['run', 'quick', '--json'], { home })
    expect([run.status, run.err]).toEqual([1, expect.stringMatching(/in use by process \d+.*--home/)])
    expect(run.events).toMatchObject([{ event: 'error', code: 'store/locked' }])
    expect(store.listRuns()).toEqual([])
    store.close()
  })

  it('a store from a newer version, which stays as it is', async () => {
    const home = at('newer')
    openStore(home, { readOnly: false }).close()
    const database = new Database(path.join(home, 'grokscope.sqlite'))
    database.pragma('user_version = 999')
    database.close()
    const before = readFileSync(path.join(home, 'grokscope.sqlite'))
    expect(await runCommand(['list', '--json'], { home })).toMatchObject({ status: 1, events: [{ code: 'store/too-new' }] })
    expect(await runCommand(['run', 'quick', '--json'], { home })).toMatchObject({ status: 1, events: [{ code: 'store/too-new' }] })
    expect(readFileSync(path.join(home, 'grokscope.sqlite')).equals(before)).toBe(true)
  })

  it('a damaged store, which doctor finds', async () => {
    const home = at('damaged')
    mkdirSync(home)
    writeFileSync(path.join(home, 'grokscope.sqlite'), Buffer.alloc(8192, 'no database '))
    expect(await runCommand(['list', '--json'], { home })).toMatchObject({ status: 1, events: [{ code: 'store/damaged' }] })
    expect(await runCommand(['doctor'], { home })).toMatchObject({ status: 1, out: expect.stringContaining('[FAIL] data folder') as string })
  })

  it('a damaged bundle', async () => {
    const home = at('bundle')
    expect(await runCommand(['import', at('bundle.grokrun'), '--json'], { home })).toMatchObject({ status: 1, events: [{ code: 'bundle/invalid' }] })
    expect((await runCommand(['list', '--json'], { home })).out).toBe('')
    expect(readdirSync(path.join(home, 'exports'))).toEqual([])
    expect(existsSync(at('bundle.grokrun'))).toBe(true)
  })

  it('a port in use', async () => {
    const server = createServer()
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
    const { status, err } = await runCommand(['serve', '--port', String(port)], { home: at('port') })
    server.close()
    expect([status, err]).toEqual([1, expect.stringMatching(new RegExp(`port ${port} is in use.*--port`))])
  })
})
