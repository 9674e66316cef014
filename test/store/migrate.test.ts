import Database from 'better-sqlite3'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { migrate, storedVersion, type Migration } from '../../src-main/store/migrate.ts'
import { migrations } from '../../src-main/store/migrations/index.ts'
import { openStore } from '../../src-main/store/open.ts'
import { codeOf, create, curve, failureOf, open, temporaryFolder } from './fixtures.ts'

const next = migrations.length + 1
const addColour: Migration = { version: next, name: 'colour', apply: (database) => { database.exec("ALTER TABLE run ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue'") } }
const broken: Migration = {
  version: next + 1,
  name: 'broken',
  apply(database) {
    database.exec('CREATE TABLE half_done (a INTEGER) STRICT')
    database.exec('INSERT INTO nowhere VALUES (1)')
  }
}

function filled(): { folder: string; id: string } {
  const folder = temporaryFolder()
  const store = open(folder)
  const { id } = create(store)
  store.write(id, { points: [curve('loss', 300)] })
  store.close()
  return { folder, id }
}

const backups = (folder: string): string[] => readdirSync(folder).filter((name) => name.includes('backup'))

describe('migrations', () => {
  it('are numbered in order', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1))
  })

  it('bring an existing store up to date after a backup of it', () => {
    const { folder, id } = filled()
    const store = open(folder, { migrations: [...migrations, addColour] })
    expect(store.listSeries(id)).toMatchObject([{ count: 300 }])
    expect(backups(folder)).toEqual([`grokscope.sqlite.v${migrations.length}.backup`])
    const backup = new Database(join(folder, backups(folder)[0]), { readonly: true })
    expect([storedVersion(backup), backup.prepare('SELECT id FROM run').pluck().all()]).toEqual([migrations.length, [id]])
    backup.close()
  })

  it('need no backup where there is nothing yet, and nothing at all the second time', () => {
    const { folder } = filled()
    expect(backups(folder)).toEqual([])
    open(folder).close()
    expect(backups(folder)).toEqual([])
  })

  it('that fail leave the store at the version before', () => {
    const { folder, id } = filled()
    expect(() => openStore(folder, { migrations: [...migrations, { ...broken, version: next }] })).toThrow('nowhere')
    expect(backups(folder)).toEqual([])
    expect(open(folder).hasRun(id)).toBe(true)
  })

  it('that fail later keep the backup, and the half-done one is taken back', () => {
    const { folder } = filled()
    expect(() => openStore(folder, { migrations: [...migrations, addColour, broken] })).toThrow('nowhere')
    expect(backups(folder)).toHaveLength(1)
    const store = open(folder, { migrations: [...migrations, addColour] })
    const database = new Database(store.file, { readonly: true })
    expect(database.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'half_done'").pluck().get()).toBe(0)
    database.close()
  })

  it('of a newer Grokscope are refused, to read and to write, and nothing is changed', () => {
    const { folder, id } = filled()
    open(folder, { migrations: [...migrations, addColour] }).close()
    expect(failureOf(() => openStore(folder))).toMatchObject({ code: 'store/too-new', detail: { stored: next, known: migrations.length } })
    expect(codeOf(() => openStore(folder, { readOnly: true }))).toBe('store/too-new')
    expect(open(folder, { migrations: [...migrations, addColour] }).hasRun(id)).toBe(true)
  })

  it('are not run by one that only reads', () => {
    const { folder } = filled()
    expect(codeOf(() => openStore(folder, { readOnly: true, migrations: [...migrations, addColour] }))).toBe('store/read-only')
  })
})

describe('migration 1, runs and points', () => {
  it('makes strict tables that refer to each other', () => {
    const database = new Database(':memory:')
    migrate(database, migrations.slice(0, 1))
    const tables = database.prepare<[], { name: string; strict: number }>("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' ORDER BY name").all()
    expect(tables.map(({ name }) => name)).toEqual(['checkpoint', 'checkpoint_tensor', 'chunk', 'run', 'series', 'snapshot', 'tail', 'value'])
    expect(tables.every(({ strict }) => strict === 1)).toBe(true)
    database.exec("INSERT INTO run (number, id, name, state, config, created_at) VALUES (1, 'abcdefghij', 'a', 'queued', '{}', 0)")
    database.exec("INSERT INTO series (run, name, count, last_step) VALUES (1, 'loss', 0, 0)")
    expect(() => database.exec("INSERT INTO series (run, name, count, last_step) VALUES (2, 'loss', 0, 0)")).toThrow('FOREIGN KEY')
    expect(() => database.exec("INSERT INTO run (id, name, state, config, created_at) VALUES ('short', 'a', 'queued', '{}', 0)")).toThrow('CHECK')
    database.exec('DELETE FROM run')
    expect(database.prepare('SELECT count(*) FROM series').pluck().get()).toBe(0)
    database.close()
  })
})
