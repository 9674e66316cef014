import Database from 'better-sqlite3'
import { join } from 'node:path'
import { parseConfig } from '../../shared/config/validate.ts'
import { openStore } from '../../src-main/store/open.ts'
import type { SeriesPoints } from '../../src-main/trainer/protocol.ts'

/** One way to keep the points of a run. */
export interface Contender {
  /** Writes a batch in one transaction. */
  write(batch: readonly SeriesPoints[]): void
  /** Reads a whole series into arrays; returns its number of points. */
  read(name: string): number
  close(): void
}

export const config = parseConfig({
  task: { kind: 'modular' }, model: { kind: 'quadratic-mlp' }, loss: { kind: 'mean-squared-error' }, optimizer: { kind: 'adamw' }
})

export function grokscopeStore(folder: string): Contender {
  const store = openStore(folder, { readOnly: false })
  const { id } = store.createRun({ name: 'bench', config, preset: null, parent: null, tags: [] })
  return {
    write: (points) => store.write(id, { points }),
    read: (name) => store.readSeries(id, { names: [name] })[0].values.length,
    close: () => store.close()
  }
}

/** What most trackers do: a row per point, and a table of last values, in the same file format with the same settings. */
export function rowPerPoint(folder: string): Contender {
  const database = new Database(join(folder, 'rows.sqlite'))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = NORMAL')
  database.exec(`
    CREATE TABLE point (run INTEGER NOT NULL, series TEXT NOT NULL, step REAL NOT NULL, value REAL, PRIMARY KEY (run, series, step)) STRICT, WITHOUT ROWID;
    CREATE TABLE latest (run INTEGER NOT NULL, series TEXT NOT NULL, step REAL NOT NULL, value REAL, PRIMARY KEY (run, series)) STRICT, WITHOUT ROWID`)
  const insert = database.prepare<[string, number, number]>('INSERT INTO point VALUES (1, ?, ?, ?)')
  const upsert = database.prepare<[string, number, number]>('INSERT OR REPLACE INTO latest VALUES (1, ?, ?, ?)')
  const select = database.prepare<[string], [number, number]>('SELECT step, value FROM point WHERE run = 1 AND series = ? ORDER BY step').raw()
  const write = database.transaction((batch: readonly SeriesPoints[]) => {
    for (const { name, steps, values } of batch) {
      for (let index = 0; index < steps.length; index++) insert.run(name, steps[index], values[index])
      upsert.run(name, steps[steps.length - 1], values[steps.length - 1])
    }
  })
  return {
    write,
    read(name) {
      const rows = select.all(name)
      const steps = Float64Array.from(rows, ([step]) => step)
      const values = Float64Array.from(rows, ([, value]) => value)
      return Math.min(steps.length, values.length)
    },
    close: () => { database.close() }
  }
}
