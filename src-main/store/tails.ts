import { crc32 } from 'node:zlib'
import { GrokscopeError } from '../../shared/errors.ts'
import type { Connection } from './database.ts'
import { decodeTail, encodeTail, type TailEntry } from './tail-codec.ts'

interface TailRow { sequence: number; hash: number; points: Buffer }
interface TailSize { rows: number; bytes: number; last: number }

function prepare(database: Connection) {
  return {
    insert: database.prepare<[number, number, number, Uint8Array]>('INSERT INTO tail (run, sequence, hash, points) VALUES (?, ?, ?, ?)'),
    select: database.prepare<[number], TailRow>('SELECT sequence, hash, points FROM tail WHERE run = ? ORDER BY sequence'),
    remove: database.prepare<[number]>('DELETE FROM tail WHERE run = ?'),
    measure: database.prepare<[number], TailSize>(
      'SELECT count(*) AS rows, coalesce(sum(length(points)), 0) AS bytes, coalesce(max(sequence), 0) AS last FROM tail WHERE run = ?'),
    all: database.prepare<[], TailRow & { run: number }>('SELECT run, sequence, hash, points FROM tail ORDER BY run, sequence')
  }
}

/**
 * The open end of a run's series: one row per batch, whatever the number of its series, so that a batch costs one insert.
 * Rows are folded into chunks when enough of them have come together.
 */
export class Tails {
  readonly #sql: ReturnType<typeof prepare>

  constructor(database: Connection) {
    this.#sql = prepare(database)
  }

  /** Number and bytes of a run's batches, and the number of the last. */
  size(run: number): TailSize {
    return this.#sql.measure.get(run) ?? { rows: 0, bytes: 0, last: 0 }
  }

  /** Adds a batch behind all others. */
  add(run: number, sequence: number, entries: readonly TailEntry[]): void {
    const bytes = encodeTail(entries)
    this.#sql.insert.run(run, sequence, crc32(bytes), bytes)
  }

  /** All batches of a run in order, or the part of one series. Throws `store/damaged` where one does not match its hash. */
  read(run: number, series?: number): TailEntry[] {
    return this.#sql.select.all(run).flatMap(({ sequence, hash, points }) => {
      if (crc32(points) !== hash) throw damagedTail(run, sequence)
      return decodeTail(points, series)
    })
  }

  clear(run: number): void {
    this.#sql.remove.run(run)
  }

  /** Every batch with what is wrong with it. */
  * check(): Generator<{ run: number; finding: string | null; entries: TailEntry[] }> {
    for (const { run, sequence, hash, points } of this.#sql.all.iterate()) {
      const isSound = crc32(points) === hash
      yield { run, entries: isSound ? decodeTail(points) : [], finding: isSound ? null : `batch ${sequence} does not match its hash` }
    }
  }
}

function damagedTail(run: number, sequence: number): GrokscopeError {
  return new GrokscopeError('store/damaged',
    `Batch ${sequence} of run number ${run} cannot be read: it does not match its hash. Run "grokscope doctor" and restore the store from a copy.`)
}
