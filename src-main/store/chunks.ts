import { GrokscopeError } from '../../shared/errors.ts'
import { decodeChunk, encodeChunk, hashPoints, type ChunkSummary, type PackedPoints, type Points } from './chunk-codec.ts'
import type { Connection } from './database.ts'
import { clip, concatenate } from './tail-codec.ts'

/** Points per full chunk: large enough to pack and read fast, small enough to rewrite while it fills. */
export const chunkPoints = 4096

export interface ChunkEntry extends ChunkSummary {
  /** Number of points of the series before this chunk. */
  position: number
}

interface ChunkBlobs extends PackedPoints { hash: number; count: number; firstStep: number }
type ChunkRow = ChunkEntry & ChunkBlobs

const summaryColumns = `position, count, first_step AS firstStep, last_step AS lastStep,
  minimum, minimum_step AS minimumStep, maximum, maximum_step AS maximumStep`
const blobColumns = 'encoding, hash, steps, points AS "values"'

function prepare(database: Connection) {
  return {
    insert: database.prepare<[number, number, ChunkSummary & PackedPoints & { hash: number }]>(`
      INSERT OR REPLACE INTO chunk (series, position, count, first_step, last_step, minimum, minimum_step, maximum, maximum_step, encoding, hash, steps, points)
      VALUES (?, ?, @count, @firstStep, @lastStep, @minimum, @minimumStep, @maximum, @maximumStep, @encoding, @hash, @steps, @values)`),
    last: database.prepare<[number], ChunkRow>(`SELECT ${summaryColumns}, ${blobColumns} FROM chunk WHERE series = ? ORDER BY position DESC LIMIT 1`),
    range: database.prepare<[number, number, number], ChunkEntry>(
      `SELECT ${summaryColumns} FROM chunk WHERE series = ? AND last_step >= ? AND first_step <= ? ORDER BY position`),
    one: database.prepare<[number, number], ChunkBlobs>(`SELECT count, first_step AS firstStep, ${blobColumns} FROM chunk WHERE series = ? AND position = ?`),
    removeFrom: database.prepare<[number, number]>('DELETE FROM chunk WHERE series = ? AND position >= ?'),
    all: database.prepare<[], ChunkRow & { series: number }>(`SELECT series, ${summaryColumns}, ${blobColumns} FROM chunk ORDER BY series, position`)
  }
}

/** The sealed part of all series: packed pieces of up to `chunkPoints` points, in order. */
export class Chunks {
  readonly #sql: ReturnType<typeof prepare>

  constructor(database: Connection) {
    this.#sql = prepare(database)
  }

  /** Chunks that reach into the range of steps, in order. */
  list(series: number, fromStep: number, toStep: number): ChunkEntry[] {
    return this.#sql.range.all(series, fromStep, toStep)
  }

  /** The points of the chunk at `position`. Throws `store/damaged` where they do not match their hash. */
  read(series: number, position: number): Points {
    const row = this.#sql.one.get(series, position)
    if (row === undefined) throw damagedChunk(series, position)
    return unpack(series, position, row)
  }

  /** Adds points behind all others, filling up the last chunk first. */
  append(series: number, points: Points): void {
    const last = this.#sql.last.get(series)
    if (last === undefined) this.#write(series, 0, points)
    else if (last.count >= chunkPoints) this.#write(series, last.position + last.count, points)
    else this.#write(series, last.position, concatenate([unpack(series, last.position, last), points]))
  }

  #write(series: number, position: number, points: Points): void {
    for (let start = 0; start < points.steps.length; start += chunkPoints) {
      const end = start + chunkPoints
      const piece = { steps: points.steps.subarray(start, end), values: points.values.subarray(start, end) }
      this.#sql.insert.run(series, position + start, encodeChunk(piece))
    }
  }

  /** Drops points after `step`. */
  truncate(series: number, step: number): void {
    const boundary = this.#sql.range.all(series, step, Infinity).at(0)
    if (boundary === undefined) return
    const kept = clip(this.read(series, boundary.position), -Infinity, step)
    this.#sql.removeFrom.run(series, boundary.position)
    if (kept.steps.length > 0) this.#write(series, boundary.position, kept)
  }

  /** Every chunk in order, with what is wrong with it. */
  * check(): Generator<{ series: number; finding: string | null; summary: ChunkEntry }> {
    for (const { series, ...row } of this.#sql.all.iterate()) {
      const isSound = hashPoints(row) === row.hash
      yield { series, summary: row, finding: isSound ? null : `the points from ${row.firstStep} to ${row.lastStep} do not match their hash` }
    }
  }
}

function unpack(series: number, position: number, row: ChunkBlobs): Points {
  if (hashPoints(row) !== row.hash) throw damagedChunk(series, position)
  return decodeChunk(row)
}

function damagedChunk(series: number, position: number): GrokscopeError {
  return new GrokscopeError('store/damaged',
    `The points of series ${series} from point ${position} on cannot be read: they do not match their hash. Run "grokscope doctor" and restore the store from a copy.`)
}
