import { GrokscopeError } from '../../shared/errors.ts'
import { decodeChunk, encodeChunk, hashPoints, type ChunkSummary, type PackedPoints, type Points } from './chunk-codec.ts'
import type { Connection } from './database.ts'
import { clip, concatenate } from './tail-codec.ts'

/** Points per full chunk: large enough to pack and read fast, small enough to rewrite while it fills. */
export const chunkPoints = 4096

export interface ChunkEntry extends ChunkSummary { position: number }

interface ChunkBlobs extends PackedPoints { hash: number; count: number; firstStep: number }
type ChunkRow = ChunkEntry & ChunkBlobs

const summaryColumns = `position, count, first_step AS firstStep, last_step AS lastStep,
  minimum, minimum_step AS minimumStep, maximum, maximum_step AS maximumStep`
const blobColumns = 'encoding, hash, steps, points AS "values"'

/** The sealed part of all series: packed pieces of up to `chunkPoints` points, in order. */
export function openChunks(database: Connection) {
  const insert = database.prepare<[number, number, ChunkSummary & PackedPoints & { hash: number }]>(`
    INSERT OR REPLACE INTO chunk (series, position, count, first_step, last_step, minimum, minimum_step, maximum, maximum_step, encoding, hash, steps, points)
    VALUES (?, ?, @count, @firstStep, @lastStep, @minimum, @minimumStep, @maximum, @maximumStep, @encoding, @hash, @steps, @values)`)
  const selectLast = database.prepare<[number], ChunkRow>(`SELECT ${summaryColumns}, ${blobColumns} FROM chunk WHERE series = ? ORDER BY position DESC LIMIT 1`)
  const selectRange = database.prepare<[number, number, number], ChunkEntry>(
    `SELECT ${summaryColumns} FROM chunk WHERE series = ? AND last_step >= ? AND first_step <= ? ORDER BY position`)
  const selectOne = database.prepare<[number, number], ChunkBlobs>(
    `SELECT count, first_step AS firstStep, ${blobColumns} FROM chunk WHERE series = ? AND position = ?`)
  const deleteFrom = database.prepare<[number, number]>('DELETE FROM chunk WHERE series = ? AND position >= ?')
  const selectAll = database.prepare<[], ChunkRow & { series: number }>(`SELECT series, ${summaryColumns}, ${blobColumns} FROM chunk ORDER BY series, position`)

  function unpack(series: number, position: number, row: ChunkBlobs): Points {
    if (hashPoints(row) !== row.hash) throw damagedChunk(series, position)
    return decodeChunk(row)
  }

  function read(series: number, position: number): Points {
    const row = selectOne.get(series, position)
    if (row === undefined) throw damagedChunk(series, position)
    return unpack(series, position, row)
  }

  function write(series: number, position: number, points: Points): void {
    for (let start = 0; start < points.steps.length; start += chunkPoints) {
      const end = start + chunkPoints
      insert.run(series, position + start, encodeChunk({ steps: points.steps.subarray(start, end), values: points.values.subarray(start, end) }))
    }
  }

  return {
    read,

    /** Chunks that reach into the range of steps, in order. */
    list: (series: number, fromStep: number, toStep: number): ChunkEntry[] => selectRange.all(series, fromStep, toStep),

    /** Adds points behind all others, filling up the last chunk first. */
    append(series: number, points: Points): void {
      const last = selectLast.get(series)
      if (last === undefined) return write(series, 0, points)
      if (last.count >= chunkPoints) return write(series, last.position + last.count, points)
      write(series, last.position, concatenate([unpack(series, last.position, last), points]))
    },

    /** Drops points after `step`. */
    truncate(series: number, step: number): void {
      const reaching = selectRange.all(series, step, Infinity)
      if (reaching.length === 0) return
      const boundary = reaching[0]
      const kept = clip(read(series, boundary.position), -Infinity, step)
      deleteFrom.run(series, boundary.position)
      if (kept.steps.length > 0) write(series, boundary.position, kept)
    },

    /** What is wrong with any chunk: one sentence each. */
    * check(): Generator<{ series: number; finding: string | null; summary: ChunkEntry }> {
      for (const { series, ...row } of selectAll.iterate()) {
        yield { series, summary: row, finding: hashPoints(row) === row.hash ? null : `the points from ${row.firstStep} to ${row.lastStep} do not match their hash` }
      }
    }
  }
}

export type Chunks = ReturnType<typeof openChunks>

function damagedChunk(series: number, position: number): GrokscopeError {
  return new GrokscopeError('store/damaged',
    `The points of series ${series} from point ${position} on cannot be read: they do not match their hash. Run "grokscope doctor" and restore the store from a copy.`)
}
