import { existsSync, renameSync, rmSync } from 'node:fs'
import { GrokscopeError } from '../../shared/errors.ts'
import type { Connection } from './database.ts'

export interface Migration {
  /** One more than the migration before it. */
  version: number
  name: string
  apply(database: Connection): void
}

/** The version that a store was last written with; 0 for a new one. */
export function storedVersion(database: Connection): number {
  return Number(database.pragma('user_version', { simple: true }))
}

/** Throws `store/too-new` where a later Grokscope wrote the store. */
export function refuseNewerVersion(database: Connection, migrations: readonly Migration[]): void {
  const stored = storedVersion(database)
  const known = migrations.length
  if (stored > known) {
    throw new GrokscopeError('store/too-new',
      `The store ${database.name} has version ${stored}; this Grokscope knows versions up to ${known}. Open it with a newer Grokscope, or choose another data folder.`,
      { stored, known })
  }
}

/**
 * Brings a store to the newest version, one transaction per migration; an existing store is first copied to
 * `<file>.v<version>.backup`. Returns the backup's path, or null where none was needed. Throws `store/too-new`.
 */
export function migrate(database: Connection, migrations: readonly Migration[]): string | null {
  migrations.forEach((migration, index) => {
    if (migration.version !== index + 1) throw new Error(`migration ${migration.name} has version ${migration.version} at place ${index + 1}`)
  })
  refuseNewerVersion(database, migrations)
  const stored = storedVersion(database)
  const missing = migrations.slice(stored)
  if (missing.length === 0) return null
  const backup = stored === 0 ? null : backUp(database, stored)
  try {
    for (const migration of missing) apply(database, migration)
  } catch (error) {
    if (backup !== null && storedVersion(database) === stored) rmSync(backup)
    throw error
  }
  return backup
}

function apply(database: Connection, migration: Migration): void {
  database.transaction(() => {
    migration.apply(database)
    database.pragma(`user_version = ${migration.version}`)
  }).immediate()
}

function backUp(database: Connection, version: number): string {
  const backup = `${database.name}.v${version}.backup`
  const part = `${backup}.part`
  rmSync(part, { force: true })
  try {
    database.prepare('VACUUM INTO ?').run(part)
    renameSync(part, backup)
  } finally {
    if (existsSync(part)) rmSync(part)
  }
  return backup
}
