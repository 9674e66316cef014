import { GrokscopeError } from '../../shared/errors.ts'
import type { SeriesPoints } from '../trainer/protocol.ts'
import { summarize, type Points } from './chunk-codec.ts'
import type { Chunks } from './chunks.ts'
import type { SeriesState, SeriesTable } from './series-table.ts'
import { concatenate, type TailEntry } from './tail-codec.ts'
import type { Tails } from './tails.ts'

/** Batches are folded into chunks after so many, or so many bytes, whichever comes first. */
const foldRows = 64
const foldBytes = 2 ** 20
/** A batch of this size goes to chunks at once. */
const directBytes = 2 ** 18

interface RunWriter { series: Map<string, SeriesState>; rows: number; bytes: number; sequence: number }

export interface SeriesTables { table: SeriesTable; chunks: Chunks; tails: Tails }

/** Appends, folds, truncates and copies the points of runs. Callers wrap each call in a transaction, and call `forget` where that fails. */
export function createSeriesWriter({ table, chunks, tails }: SeriesTables) {
  const writers = new Map<number, RunWriter>()

  function writerOf(run: number): RunWriter {
    const known = writers.get(run)
    if (known !== undefined) return known
    const { rows, bytes, last } = tails.size(run)
    const writer = { series: new Map(table.list(run).map((state) => [state.name, state])), rows, bytes, sequence: last }
    writers.set(run, writer)
    return writer
  }

  function stateOf(writer: RunWriter, run: number, { name, steps }: SeriesPoints): SeriesState {
    const known = writer.series.get(name)
    if (known !== undefined) return known
    const created = table.create(run, name, steps[0])
    writer.series.set(name, created)
    return created
  }

  function advance(state: SeriesState, points: Points): void {
    const { count, lastStep, minimum, maximum } = summarize(points)
    state.count += count
    state.lastStep = lastStep
    state.last = points.values[count - 1]
    if (minimum !== null && !(minimum >= state.minimum)) state.minimum = minimum
    if (maximum !== null && !(maximum <= state.maximum)) state.maximum = maximum
    table.save(state)
  }

  function fold(run: number): void {
    const writer = writerOf(run)
    if (writer.rows === 0) return
    const pieces = new Map<number, TailEntry[]>()
    for (const entry of tails.read(run)) pieces.set(entry.series, [...(pieces.get(entry.series) ?? []), entry])
    for (const [series, entries] of pieces) chunks.append(series, concatenate(entries))
    tails.clear(run)
    writer.rows = 0
    writer.bytes = 0
  }

  function append(run: number, batch: readonly SeriesPoints[]): void {
    const writer = writerOf(run)
    const entries: TailEntry[] = []
    let bytes = 0
    for (const points of batch) {
      if (points.steps.length === 0 && points.values.length === 0) continue
      const state = stateOf(writer, run, points)
      refuseDisorder(points, state.lastStep)
      advance(state, points)
      entries.push({ series: state.number, steps: points.steps, values: points.values })
      bytes += 16 * points.steps.length
    }
    if (entries.length === 0) return
    if (bytes >= directBytes) {
      fold(run)
      for (const entry of entries) chunks.append(entry.series, entry)
      return
    }
    tails.add(run, ++writer.sequence, entries)
    writer.rows++
    writer.bytes += bytes
    if (writer.rows >= foldRows || writer.bytes >= foldBytes) fold(run)
  }

  function truncate(run: number, step: number): void {
    fold(run)
    for (const state of table.list(run)) {
      if (state.lastStep <= step) continue
      chunks.truncate(state.number, step)
      const left = table.aggregate(state.number)
      if (left.count === 0) {
        table.remove(state.number)
        continue
      }
      const [lastChunk] = chunks.list(state.number, -Infinity, Infinity).slice(-1)
      table.save({ ...state, ...left, lastStep: lastChunk.lastStep, last: chunks.read(state.number, lastChunk.position).values[lastChunk.count - 1] })
    }
    writers.delete(run)
  }

  return {
    append,
    /** Moves the open end of a run's series into chunks. */
    fold,
    /** Drops points after `step`. */
    truncate,
    /** Forgets what is known of a run, or of all, after a transaction was rolled back or a run removed. */
    forget: (run?: number): void => { if (run === undefined) writers.clear(); else writers.delete(run) }
  }
}

export type SeriesWriter = ReturnType<typeof createSeriesWriter>

function refuseDisorder({ name, steps, values }: SeriesPoints, lastStep: number): void {
  if (steps.length !== values.length) {
    throw new GrokscopeError('request/invalid', `Series ${name} came with ${steps.length} steps and ${values.length} values; nothing was written.`)
  }
  let before = lastStep
  for (let index = 0; index < steps.length; index++) {
    if (!(steps[index] > before) || steps[index] === Infinity) {
      throw new GrokscopeError('request/invalid', `Steps of series ${name} must ascend: ${steps[index]} came after ${before}; nothing was written.`)
    }
    before = steps[index]
  }
}
