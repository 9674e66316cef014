import { unzipSync } from 'fflate'
import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkConfig } from '../../../shared/config/validate.ts'
import type { RunStore } from '../../../src-main/store/run-store.ts'
import { readBundle, writeBundle } from '../../../src-main/store/bundle/index.ts'
import { defaultLimits } from '../../../src-main/store/bundle/limits.ts'
import { openZip } from '../../../src-main/store/bundle/zip-reader.ts'
import { createZip } from '../../../src-main/store/bundle/zip-writer.ts'
import { checkpoint, codeOf, config, create, curve, embedding, open, temporaryFolder } from '../fixtures.ts'

/** A run with everything that a run can have. */
function fullRun(store: RunStore, name: string): string {
  const { id } = create(store, { name, preset: 'quick', tags: ['ä', 'b'], parent: { runId: 'zzzzzzzzzz', step: 3 }, createdAt: 1_700_000_000_000 })
  for (let from = 0; from < 9300; from += 62) store.write(id, { points: [curve('test/loss', 62, { from }), curve('train/loss', 62, { from })] })
  const odd = { name: 'odd', steps: Float64Array.of(0.5, 1.5, 7), values: Float64Array.of(NaN, -Infinity, -0) }
  const positions = { tensor: 'positions "p/q"', step: 100, shape: [2], data: Float32Array.of(NaN, 1e-45) }
  const checkpoints = [checkpoint(50), checkpoint(100), checkpoint(110, { rolling: true })]
  store.write(id, { points: [odd], snapshots: [embedding(0), embedding(100), positions], checkpoints })
  store.changeRun(id, {
    state: 'finished', notes: 'seen', starred: true, locked: true, step: 9299, startedAt: 5, endedAt: 6, trainingSeconds: 7.5, milestones: { memorization: 3, generalization: 9 },
    environment: { backend: 'tensorflow', library: 'l', device: 'd', threads: 2, xla: true, application: '0.1.0' }, error: { code: 'trainer/failed', message: 'm', step: 4 }
  })
  return id
}

/** All that a store knows of a run. */
function everything(store: RunStore, id: string): unknown {
  const run = store.getRun(id)
  const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1)
  return {
    run: { ...run, series: [...run.series].sort(byName) },
    points: store.readSeries(id, { names: run.series.map(({ name }) => name).sort() }),
    snapshots: store.listSnapshots(id).flatMap(({ tensor, steps }) => [...steps].map((step) => store.readSnapshot(id, tensor, step))),
    checkpoints: store.listCheckpoints(id).map((step) => store.readCheckpoint(id, step))
  }
}

describe('a bundle', () => {
  it('brings runs whole into another store', () => {
    const [here, there] = [open(), open()]
    const ids = [fullRun(here, 'first'), fullRun(here, 'second')]
    const file = join(temporaryFolder(), 'two.grokrun')
    writeBundle(here, ids, file)
    const report = readBundle(there, file)
    expect({ ...report, imported: report.imported.sort() }).toEqual({ imported: [...ids].sort(), alreadyThere: [] })
    for (const id of ids) expect(everything(there, id)).toEqual(everything(here, id))
    expect(there.check()).toEqual([])
  })

  it('brings a run whose config a rule for new runs refuses by now', () => {
    const [here, there] = [open(), open()]
    const refused = { ...config, task: { ...config.task, trainFraction: 1 } }
    expect(checkConfig(refused).ok).toBe(false)
    const { id } = create(here, { config: refused })
    const file = join(temporaryFolder(), 'old.grokrun')
    writeBundle(here, [id], file)
    readBundle(there, file)
    expect(there.getRun(id).config).toEqual(refused)
  })

  it('has the same bytes for the same runs, wherever and in whatever order they are written', () => {
    const [here, there] = [open(), open()]
    const ids = [fullRun(here, 'first'), fullRun(here, 'second')]
    const folder = temporaryFolder()
    const files = ['a', 'b', 'c'].map((name) => join(folder, name))
    writeBundle(here, ids, files[0])
    writeBundle(here, [...ids, ids[0]].reverse(), files[1])
    readBundle(there, files[0])
    writeBundle(there, ids, files[2])
    const [first, ...others] = files.map((file) => readFileSync(file))
    expect(others.map((bytes) => bytes.equals(first))).toEqual([true, true])
  })

  it('is an ordinary zip of JSON and safetensors files', () => {
    const store = open()
    const id = fullRun(store, 'first')
    const file = join(temporaryFolder(), 'one.grokrun')
    writeBundle(store, [id], file)
    const entries = unzipSync(readFileSync(file))
    expect(Object.keys(entries).sort()).toEqual([
      'manifest.json',
      ...['checkpoints/100', 'checkpoints/110', 'checkpoints/50'].map((part) => `runs/${id}/${part}.safetensors`),
      `runs/${id}/run.json`,
      ...['series/0', 'series/1', 'series/2', 'snapshots/0', 'snapshots/100'].map((part) => `runs/${id}/${part}.safetensors`)
    ])
    const bytes = entries[`runs/${id}/checkpoints/50.safetensors`]
    const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true))
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toMatchObject({ weights: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] }, order: { dtype: 'I32' } })
  })

  it('leaves runs alone that are there already, and says so', () => {
    const [here, there] = [open(), open()]
    const [old, young] = [fullRun(here, 'old'), fullRun(here, 'young')]
    const file = join(temporaryFolder(), 'a.grokrun')
    writeBundle(here, [old], file)
    readBundle(there, file)
    there.changeRun(old, { name: 'mine' })
    writeBundle(here, [old, young], file)
    expect(readBundle(there, file)).toEqual({ imported: [young], alreadyThere: [old] })
    expect(there.getRun(old).name).toBe('mine')
  })

  it('of a run in training shows it as interrupted', () => {
    const [here, there] = [open(), open()]
    const { id } = create(here)
    here.write(id, { points: [curve('loss', 10)], changes: { state: 'training' } })
    const file = join(temporaryFolder(), 'a.grokrun')
    writeBundle(here, [id], file)
    readBundle(there, file)
    expect(there.getRun(id).state).toBe('interrupted')
  })

  it('appears complete or not at all', () => {
    const store = open()
    const id = fullRun(store, 'first')
    const folder = temporaryFolder()
    const file = join(folder, 'a.grokrun')
    writeBundle(store, [id], file)
    const before = readFileSync(file)
    expect(codeOf(() => writeBundle(store, [id, 'zzzzzzzzzz'], file))).toBe('run/unknown')
    expect(codeOf(() => writeBundle(store, [], file))).toBe('request/invalid')
    expect(codeOf(() => writeBundle(store, [id], join(file, 'below')))).toBe('file/unwritable')
    expect(codeOf(() => writeBundle(store, [id], join(folder, 'nowhere', 'a')))).toBe('file/unwritable')
    expect([readdirSync(folder), readFileSync(file).equals(before)]).toEqual([['a.grokrun'], true])
  })

  it('that is not there, or is a folder, cannot be read', () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'sub'))
    expect(codeOf(() => readBundle(open(), join(folder, 'none')))).toBe('file/unreadable')
    expect(['file/unreadable', 'bundle/invalid']).toContain(codeOf(() => readBundle(open(), join(folder, 'sub'))))
  })

  it('is not read into a store that only reads', () => {
    const folder = temporaryFolder()
    const store = open(folder)
    const file = join(temporaryFolder(), 'a.grokrun')
    writeBundle(store, [fullRun(store, 'first')], file)
    expect(codeOf(() => readBundle(open(folder), file))).toBe('store/read-only')
  })

  it('cut off at any place is refused, and nothing is changed', () => {
    const [here, there] = [open(), open()]
    const file = join(temporaryFolder(), 'a.grokrun')
    writeBundle(here, [fullRun(here, 'first')], file)
    const size = readFileSync(file).length
    for (const part of [0.99, 0.7, 0.3, 0.01, 0]) {
      truncateSync(file, Math.floor(size * part))
      expect(codeOf(() => readBundle(there, file))).toBe('bundle/invalid')
    }
    expect(there.listRuns()).toEqual([])
  })

  it('with any byte changed is refused or reads the same, and a refusal changes nothing', () => {
    const here = open()
    const folder = temporaryFolder()
    const file = join(folder, 'a.grokrun')
    const { id } = create(here)
    here.write(id, { points: [curve('loss', 20)], snapshots: [embedding(3)], checkpoints: [checkpoint(7)] })
    writeBundle(here, [id], file)
    const sound = readFileSync(file)
    const expected = everything(here, id)
    const there = open()
    let refused = 0
    for (let place = 0; place < sound.length; place += 7) {
      const changed = Buffer.from(sound)
      changed[place] ^= 0x41
      writeFileSync(file, changed)
      try {
        readBundle(there, file)
        expect({ place, ...(everything(there, id) as object) }).toEqual({ place, ...(expected as object), run: { ...here.getRun(id), state: 'interrupted' } })
        there.changeRun(id, { locked: false })
        there.binRuns([id])
        there.purgeRuns([id])
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/^bundle\//) })
        expect(there.hasRun(id)).toBe(false)
        refused++
      }
    }
    expect(refused).toBeGreaterThan(sound.length / 7 * 0.8)
  })
})

describe('the zip writer', () => {
  it('goes beyond 65,535 entries', () => {
    const file = join(temporaryFolder(), 'many.zip')
    const zip = createZip(file)
    for (let index = 0; index < 66_000; index++) zip.add(`e${index}`, Buffer.from(String(index)))
    zip.finish()
    const reader = openZip(file, defaultLimits)
    expect([reader.entries.size, reader.read('e65999').toString()]).toEqual([66_000, '65999'])
    reader.close()
  })
})
