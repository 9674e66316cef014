import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { GrokscopeError, type ErrorCode } from '../../shared/errors.ts'
import { openDatabase, type Connection } from './database.ts'
import { lockFolder, type FolderLock } from './lock.ts'
import { migrate, refuseNewerVersion, storedVersion, type Migration } from './migrate.ts'
import { migrations as allMigrations } from './migrations/index.ts'
import type { RunStore } from './run-store.ts'
import { asStoreError } from './sqlite-errors.ts'
import { SqliteRunStore } from './store.ts'

export interface OpenOptions {
  /** True: never writes. False: throws where the store cannot be written. Absent: reads only in that case, and `readOnly` says why. */
  readOnly?: boolean
  /** Upper bound of the store in pages, for tests of a full disk. */
  maximumPages?: number
  /** For tests of migrations. */
  migrations?: readonly Migration[]
}

/** What keeps a store from being written and not from being read. */
const readableAfter: Partial<Record<ErrorCode, string>> = { 'file/unwritable': 'its data folder cannot be written.', 'disk/full': 'the disk is full.' }

/**
 * Opens the run store of a data folder; makes both where they are missing. Throws, and leaves the folder as it was:
 * `file/unwritable`, `disk/full`, `store/locked`, `store/damaged`, `store/too-new`, `file/unreadable` (nothing there to read).
 */
export function openStore(dataFolder: string, options: OpenOptions = {}): RunStore {
  const file = join(dataFolder, 'grokscope.sqlite')
  if (options.readOnly === true) return withStoreErrors(file, () => openForReading(file, options, 'it was opened so.'))
  try {
    return withStoreErrors(file, () => openForWriting(dataFolder, file, options))
  } catch (error) {
    const reason = options.readOnly === undefined && error instanceof GrokscopeError ? readableAfter[error.code] : undefined
    if (reason === undefined || !existsSync(file)) throw error
    return withStoreErrors(file, () => openForReading(file, options, reason))
  }
}

function withStoreErrors<Value>(file: string, action: () => Value): Value {
  try {
    return action()
  } catch (error) {
    throw asStoreError(error, file)
  }
}

function openForWriting(dataFolder: string, file: string, options: OpenOptions): RunStore {
  const undo = prepareFolder(dataFolder)
  let lock: FolderLock | null = null
  let database: Connection | null = null
  try {
    const attempt = lockFolder(dataFolder)
    if ('heldBy' in attempt) return openBeside(file, options, attempt.heldBy)
    lock = attempt.lock
    const held = attempt.lock
    database = openDatabase(file, { readOnly: false, maximumPages: options.maximumPages })
    migrate(database, options.migrations ?? allMigrations)
    return new SqliteRunStore({ database, readOnly: null, onClose: () => held.release() })
  } catch (error) {
    database?.close()
    lock?.release()
    undo()
    throw error
  }
}

function openBeside(file: string, options: OpenOptions, heldBy: string): RunStore {
  const reason = `its data folder is in use by ${heldBy}.`
  if (options.readOnly === false) throw new GrokscopeError('store/locked', `The store ${file} cannot be written: ${reason} Close that one, or choose another data folder with --home.`)
  return openForReading(file, options, reason)
}

function openForReading(file: string, options: OpenOptions, reason: string): RunStore {
  if (!existsSync(file)) throw new GrokscopeError('file/unreadable', `There is no store at ${file}.`)
  const database = openDatabase(file, { readOnly: true })
  try {
    const migrations = options.migrations ?? allMigrations
    refuseNewerVersion(database, migrations)
    if (storedVersion(database) < migrations.length) {
      throw new GrokscopeError('store/read-only', `The store ${file} is of an older version and must be brought up to date, which needs writing; ${reason}`)
    }
    return new SqliteRunStore({ database, readOnly: reason, onClose: () => undefined })
  } catch (error) {
    database.close()
    throw error
  }
}

/**
 * Makes the folder; returns what takes back everything that opening added to it. Where there was a store already, SQLite's files
 * are left alone: a journal beside it may hold what was committed.
 */
function prepareFolder(dataFolder: string): () => void {
  const firstMade = makeFolder(resolve(dataFolder))
  if (firstMade !== undefined) return () => rmSync(firstMade, { recursive: true, force: true })
  const before = new Set(readdirSync(dataFolder))
  const own = (name: string): boolean => name === 'lock' || name.startsWith('grokscope.sqlite')
  return () => {
    if (before.has('grokscope.sqlite')) return
    for (const name of readdirSync(dataFolder)) if (!before.has(name) && own(name)) rmSync(join(dataFolder, name), { force: true })
  }
}

// Not `mkdirSync` with `recursive`: where the system forbids making the topmost folder, as in /proc, it never returns.
function makeFolder(folder: string): string | undefined {
  if (existsSync(folder)) return undefined
  const parent = dirname(folder)
  const firstMade = parent === folder ? undefined : makeFolder(parent)
  mkdirSync(folder)
  return firstMade ?? folder
}
