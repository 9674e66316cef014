import Database from 'better-sqlite3'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

export interface FolderLock {
  release(): void
}

export type LockAttempt = { lock: FolderLock } | { heldBy: string }

/**
 * Takes the single-writer lock of a data folder, or tells who holds it. The lock is an open transaction on the empty SQLite
 * file `lock`: the operating system drops it with its process, however that ends, so no stale lock can be left behind.
 */
export function lockFolder(dataFolder: string): LockAttempt {
  const holderFile = join(dataFolder, 'lock-holder.json')
  const connection = new Database(join(dataFolder, 'lock'), { timeout: 0 })
  try {
    connection.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    connection.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return { heldBy: describeHolder(holderFile) }
    throw error
  }
  try {
    writeFileSync(holderFile, JSON.stringify({ process: process.pid, host: hostname(), since: new Date().toISOString() }))
  } catch (error) {
    connection.close()
    throw error
  }
  return {
    lock: {
      release() {
        if (!connection.open) return
        rmSync(holderFile, { force: true })
        connection.close()
      }
    }
  }
}

function describeHolder(holderFile: string): string {
  const unknown = 'another Grokscope'
  try {
    const holder: unknown = JSON.parse(readFileSync(holderFile, 'utf8'))
    if (typeof holder !== 'object' || holder === null || !('process' in holder) || !('host' in holder) || !('since' in holder)) return unknown
    return `process ${String(holder.process)} on ${String(holder.host)} since ${String(holder.since)}`
  } catch (error) {
    // The holder may be between taking the lock and writing its name.
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error && error.code === 'ENOENT')) return unknown
    throw error
  }
}
