import Database from 'better-sqlite3'
import { statSync } from 'node:fs'
import { GrokscopeError } from '../../shared/errors.ts'

export type Connection = Database.Database

/** `GROK` as a number: tells a store from any other SQLite file. */
const applicationId = 0x47524f4b
const pageSizeBytes = 8192
/** Larger stores are looked through on demand only, by `RunStore.check`. */
const quickCheckBytes = 64 * 2 ** 20
const busyMilliseconds = 5000
/** To which the write-ahead log shrinks again after a large transaction. */
const journalBytes = 32 * 2 ** 20

export interface DatabaseOptions {
  readOnly: boolean
  /** Upper bound of the file, for tests of a full disk. */
  maximumPages?: number
}

/** Opens the SQLite file with the store's settings. Throws `store/damaged` for what is not a sound store of Grokscope. */
export function openDatabase(file: string, { readOnly, maximumPages }: DatabaseOptions): Connection {
  const database = new Database(file, { readonly: readOnly, timeout: busyMilliseconds })
  try {
    const isNew = Number(database.pragma('page_count', { simple: true })) === 0
    if (isNew) {
      database.pragma(`page_size = ${pageSizeBytes}`)
      // Must be chosen before the first table: lets purged runs give their space back without rewriting the whole file.
      database.pragma('auto_vacuum = INCREMENTAL')
    } else {
      refuseForeignOrDamaged(database)
    }
    if (maximumPages !== undefined) database.pragma(`max_page_count = ${maximumPages}`)
    if (!readOnly) {
      database.pragma('journal_mode = WAL')
      database.pragma('synchronous = NORMAL')
      database.pragma(`journal_size_limit = ${journalBytes}`)
      if (isNew) database.pragma(`application_id = ${applicationId}`)
    }
    database.pragma('foreign_keys = ON')
    database.pragma('trusted_schema = OFF')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function refuseForeignOrDamaged(database: Connection): void {
  const tables = Number(database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get())
  const id = Number(database.pragma('application_id', { simple: true }))
  if (id !== applicationId && !(id === 0 && tables === 0)) {
    throw new GrokscopeError('store/damaged', `${database.name} is an SQLite file, but no store of Grokscope. It was left as it is; choose another data folder with --home.`)
  }
  if (statSync(database.name).size > quickCheckBytes) return
  const finding = database.pragma('quick_check(1)', { simple: true })
  if (finding !== 'ok') {
    throw new GrokscopeError('store/damaged',
      `The store ${database.name} is damaged (${String(finding)}). It was left as it is: put a copy of it in its place, or choose another data folder with --home.`)
  }
}
