import { crc32 } from 'node:zlib'
import { GrokscopeError } from '../../shared/errors.ts'
import type { Connection } from './database.ts'
import { decodeTail, encodeTail, type TailEntry } from './tail-codec.ts'

interface TailRow { sequence: number; hash: number; points: Buffer }

/**
 * The open end of a run's series: one row per batch, whatever the number of its series, so that a batch costs one insert.
 * Rows are folded into chunks when enough of them have come together.
 */
export function openTails(database: Connection) {
  const insert = database.prepare<[number, number, number, Uint8Array]>('INSERT INTO tail (run, sequence, hash, points) VALUES (?, ?, ?, ?)')
  const select = database.prepare<[number], TailRow>('SELECT sequence, hash, points FROM tail WHERE run = ? ORDER BY sequence')
  const remove = database.prepare<[number]>('DELETE FROM tail WHERE run = ?')
  const measure = database.prepare<[number], { rows: number; bytes: number; last: number }>(
    'SELECT count(*) AS rows, coalesce(sum(length(points)), 0) AS bytes, coalesce(max(sequence), 0) AS last FROM tail WHERE run = ?')
  const selectAll = database.prepare<[], TailRow & { run: number }>('SELECT run, sequence, hash, points FROM tail ORDER BY run, sequence')

  return {
    size: (run: number) => measure.get(run) ?? { rows: 0, bytes: 0, last: 0 },

    add(run: number, sequence: number, entries: readonly TailEntry[]): void {
      const bytes = encodeTail(entries)
      insert.run(run, sequence, crc32(bytes), bytes)
    },

    /** All batches of a run in order, or the part of one series. */
    read(run: number, series?: number): TailEntry[] {
      return select.all(run).flatMap(({ sequence, hash, points }) => {
        if (crc32(points) !== hash) throw damagedTail(run, sequence)
        return decodeTail(points, series)
      })
    },

    clear: (run: number): void => { remove.run(run) },

    * check(): Generator<{ run: number; finding: string | null; entries: TailEntry[] }> {
      for (const { run, sequence, hash, points } of selectAll.iterate()) {
        const isSound = crc32(points) === hash
        yield { run, entries: isSound ? decodeTail(points) : [], finding: isSound ? null : `batch ${sequence} does not match its hash` }
      }
    }
  }
}

export type Tails = ReturnType<typeof openTails>

function damagedTail(run: number, sequence: number): GrokscopeError {
  return new GrokscopeError('store/damaged',
    `Batch ${sequence} of run number ${run} cannot be read: it does not match its hash. Run "grokscope doctor" and restore the store from a copy.`)
}
