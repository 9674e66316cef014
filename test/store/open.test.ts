import Database from 'better-sqlite3'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openStore } from '../../src-main/store/open.ts'
import { checkpoint, codeOf, create, curve, embedding, failureOf, open, temporaryFolder } from './fixtures.ts'

const fileOf = (folder: string): string => join(folder, 'grokscope.sqlite')

/** A child process that holds a store open. */
async function holdStore(folder: string): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'store-holder.ts'), [folder])
  await once(child, 'message')
  return child
}

/** Changes a closed store behind its back. */
function tamper(folder: string, sql: string, ...parameters: unknown[]): void {
  const database = new Database(fileOf(folder))
  database.pragma('ignore_check_constraints = ON')
  database.prepare(sql).run(...parameters)
  database.close()
}

describe('opening', () => {
  it('makes the folder and the store', () => {
    const folder = join(temporaryFolder(), 'deep', 'home')
    const store = open(folder)
    expect([store.file, store.readOnly, store.listRuns(), store.check()]).toEqual([fileOf(folder), null, [], []])
    const database = new Database(store.file, { readonly: true })
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal')
    database.close()
  })

  it('under a file is refused', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), 'x')
    expect(codeOf(() => openStore(join(folder, 'file')))).toBe('file/unwritable')
    expect(codeOf(() => openStore(join(folder, 'file', 'home')))).toBe('file/unwritable')
    expect(readdirSync(folder)).toEqual(['file'])
  })

  it('where the system allows no writing is refused', () => {
    const home = process.platform === 'win32' ? 'C:\\Windows\\System32\\config\\home' : '/proc/self/home'
    expect(codeOf(() => openStore(home))).toBe('file/unwritable')
  })

  it('on a full disk is refused, and leaves nothing behind', () => {
    const folder = temporaryFolder()
    expect(codeOf(() => openStore(join(folder, 'new', 'home'), { maximumPages: 3 }))).toBe('disk/full')
    expect(readdirSync(folder)).toEqual([])
    mkdirSync(join(folder, 'old'))
    writeFileSync(join(folder, 'old', 'notes.txt'), 'mine')
    expect(codeOf(() => openStore(join(folder, 'old'), { maximumPages: 3 }))).toBe('disk/full')
    expect(readdirSync(join(folder, 'old'))).toEqual(['notes.txt'])
  })

  it.runIf(process.platform === 'linux').each([['/dev/full', 'the disk is full.', 'disk/full'], ['/nowhere/holder', 'its data folder cannot be written.', 'file/unwritable']])(
    'that is there is read where nothing can be written (%s), unless it is to be written', (target, reason, code) => {
      const folder = temporaryFolder()
      const store = openStore(folder)
      const run = create(store)
      store.close()
      symlinkSync(target, join(folder, 'lock-holder.json'))
      const reader = open(folder)
      expect([reader.readOnly, reader.getRun(run.id).name]).toEqual([reason, run.name])
      expect(codeOf(() => openStore(folder, { readOnly: false }))).toBe(code)
    })

  it('to read needs a store', () => {
    expect(codeOf(() => openStore(temporaryFolder(), { readOnly: true }))).toBe('file/unreadable')
  })

  it('a closed store twice in a row works, and closing twice does no harm', () => {
    const folder = temporaryFolder()
    const first = open(folder)
    const { id } = create(first)
    first.close()
    first.close()
    expect(open(folder).hasRun(id)).toBe(true)
  })
})

describe('a full disk', () => {
  it('refuses the batch whole and keeps what was there', () => {
    const folder = temporaryFolder()
    const { id } = create(open(folder))
    const store = open(temporaryFolder(), { maximumPages: 60 })
    const run = create(store, { id })
    store.write(run.id, { points: [curve('loss', 1000)] })
    const large = { points: [curve('loss', 10, { from: 1000 })], snapshots: [embedding(1000, 200_000)] }
    expect(codeOf(() => store.write(run.id, large))).toBe('disk/full')
    expect(store.listSeries(run.id)).toMatchObject([{ count: 1000 }])
    store.write(run.id, { points: [curve('loss', 10, { from: 1000 })] })
    expect(store.listSeries(run.id)).toMatchObject([{ count: 1010 }])
    expect(store.check()).toEqual([])
  })

  it('is told when the store is closed, which lets go of its folder all the same', () => {
    const folder = temporaryFolder()
    const store = openStore(folder, { readOnly: false, maximumPages: 40 })
    const fill = () => {
      for (;;) {
        const run = create(store)
        store.write(run.id, { points: [curve('loss', 200)] })
      }
    }
    expect(codeOf(fill)).toBe('disk/full')
    for (const run of store.listRuns()) store.getRun(run.id)
    expect(codeOf(() => store.close())).toBe('disk/full')
    expect(open(folder).readOnly).toBeNull()
  })
})

describe('a second writer', () => {
  it('in the same process reads only, and is told who writes', () => {
    const folder = temporaryFolder()
    const first = open(folder)
    const run = create(first)
    const second = open(folder)
    expect(second.readOnly).toContain(`process ${process.pid}`)
    expect(second.getRun(run.id)).toEqual(run)
    expect(failureOf(() => create(second))).toMatchObject({ code: 'store/read-only', message: expect.stringContaining(`process ${process.pid}`) })
    expect(failureOf(() => openStore(folder, { readOnly: false }))).toMatchObject({ code: 'store/locked', message: expect.stringContaining(`process ${process.pid}`) })
    first.write(run.id, { points: [curve('loss', 10)] })
    expect(second.listSeries(run.id)).toMatchObject([{ count: 10 }])
    second.close()
    first.close()
    expect(open(folder).readOnly).toBeNull()
  })

  it('in another process reads only until the first is gone, even by kill -9', async () => {
    const folder = temporaryFolder()
    const child = await holdStore(folder)
    expect(open(folder).readOnly).toContain(`process ${child.pid}`)
    expect(codeOf(() => openStore(folder, { readOnly: false }))).toBe('store/locked')
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(open(folder, { readOnly: false }).readOnly).toBeNull()
  })

  it('is not in the way of one that asked to read', () => {
    const folder = temporaryFolder()
    open(folder).close()
    const reader = open(folder, { readOnly: true })
    expect(reader.readOnly).not.toBeNull()
    expect(open(folder).readOnly).toBeNull()
  })
})

describe('a damaged store', () => {
  const damages: Record<string, (file: string) => void> = {
    'with another beginning': (file) => writeFileSync(file, Buffer.concat([Buffer.from('not a database at all'), readFileSync(file).subarray(21)])),
    'that was cut off': (file) => truncateSync(file, 20_000),
    'with a page overwritten': (file) => writeFileSync(file, readFileSync(file).fill(0x5a, 8192 * 3, 8192 * 4)),
    'that is a text file': (file) => writeFileSync(file, 'hello')
  }
  for (const [what, damage] of Object.entries(damages)) {
    it(`${what} is refused and left as it is`, () => {
      const folder = temporaryFolder()
      const store = open(folder)
      const { id } = create(store)
      store.write(id, { points: [curve('loss', 20_000)], snapshots: [embedding(0, 5000)] })
      store.close()
      damage(fileOf(folder))
      const before = readFileSync(fileOf(folder))
      const names = readdirSync(folder)
      expect(failureOf(() => openStore(folder))).toMatchObject({ code: 'store/damaged', message: expect.stringContaining(fileOf(folder)) })
      expect(readdirSync(folder)).toEqual(names)
      expect(codeOf(() => openStore(folder, { readOnly: true }))).toBe('store/damaged')
      expect(readFileSync(fileOf(folder)).equals(before)).toBe(true)
    })
  }

  it('that is another program\'s database is refused', () => {
    const folder = temporaryFolder()
    const other = new Database(fileOf(folder))
    other.exec('CREATE TABLE theirs (a)')
    other.close()
    expect(codeOf(() => openStore(folder))).toBe('store/damaged')
  })

  it('with a bad row lists that run as failed, and the others as they are', () => {
    const folder = temporaryFolder()
    const store = open(folder)
    const [sound, config, tags, state] = [create(store), create(store), create(store), create(store)]
    store.setValue('settings', { a: 1 })
    store.close()
    tamper(folder, 'UPDATE run SET config = ? WHERE id = ?', '{"task": {"kind": "cubic"}}', config.id)
    tamper(folder, 'UPDATE run SET tags = ?, environment = ? WHERE id = ?', '[1', '{"backend": 3}', tags.id)
    tamper(folder, 'UPDATE run SET state = ? WHERE id = ?', 'flying', state.id)
    tamper(folder, 'UPDATE value SET value = ?', '{"a"')
    const again = open(folder)
    const runs = new Map(again.listRuns().map((run) => [run.id, run]))
    expect(runs.get(sound.id)).toEqual(sound)
    for (const [{ id }, part] of [[config, 'config'], [tags, 'tags'], [state, 'state']] as const) {
      expect(runs.get(id)).toMatchObject({ state: 'failed', error: { code: 'store/damaged', message: expect.stringContaining(part) } })
    }
    expect(again.getValue('settings')).toBeUndefined()
    expect(again.check()).toHaveLength(4)
    again.binRuns([config.id])
    again.purgeRuns([config.id])
  })

  it('with changed bytes in a blob says which, on reading and on checking', () => {
    const folder = temporaryFolder()
    const store = open(folder)
    const { id } = create(store)
    store.write(id, { points: [curve('loss', 20_000)] })
    store.write(id, { points: [curve('late', 20)], snapshots: [embedding(3)], checkpoints: [checkpoint(7)] })
    store.close()
    const flip = (table: string, column: string, where: string): void => tamper(folder, `UPDATE ${table} SET ${column} = zeroblob(length(${column})) WHERE ${where}`)
    flip('chunk', 'points', 'position = 4096')
    flip('tail', 'points', 'true')
    flip('snapshot', 'data', 'step = 3')
    flip('checkpoint_tensor', 'data', "name = 'order'")
    const again = open(folder)
    const reads = [
      () => again.readSeries(id, { names: ['loss'] }), () => again.readSnapshot(id, 'embedding', 3), () => again.readCheckpoint(id, 7), () => again.changeRun(id, { state: 'finished' })
    ]
    expect(reads.map(codeOf)).toEqual(reads.map(() => 'store/damaged'))
    const findings = again.check().join('\n')
    for (const part of ['loss', 'batch 1', 'embedding', 'order', id]) expect(findings).toContain(part)
    expect(again.listRuns()).toHaveLength(1)
  })

  it('is not mistaken for one by its journal: what was committed before a crash is there', () => {
    const folder = temporaryFolder()
    const copy = temporaryFolder()
    const store = open(folder)
    const { id } = create(store)
    store.write(id, { points: [curve('loss', 500)] })
    for (const name of ['grokscope.sqlite', 'grokscope.sqlite-wal']) if (existsSync(join(folder, name))) copyFileSync(join(folder, name), join(copy, name))
    expect(open(copy).listSeries(id)).toMatchObject([{ count: 500 }])
  })
})
