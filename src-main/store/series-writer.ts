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

/** Appends, folds and truncates the points of runs. Callers wrap each call in a transaction, and call `forget` where that fails. */
export class SeriesWriter {
  readonly #tables: SeriesTables
  /** What is known of runs that were written to, so that a batch needs no reading. */
  readonly #writers = new Map<number, RunWriter>()

  constructor(tables: SeriesTables) {
    this.#tables = tables
  }

  /** Adds points to a run's series, made where they are missing. Throws `request/invalid` where steps do not ascend. */
  append(run: number, batch: readonly SeriesPoints[]): void {
    const writer = this.#writerOf(run)
    const entries = batch.flatMap((points) => this.#accept(writer, run, points))
    const bytes = entries.reduce((sum, { steps }) => sum + 16 * steps.length, 0)
    if (bytes === 0) return
    if (bytes >= directBytes) {
      this.fold(run)
      for (const entry of entries) this.#tables.chunks.append(entry.series, entry)
      return
    }
    this.#tables.tails.add(run, ++writer.sequence, entries)
    writer.rows++
    writer.bytes += bytes
    if (writer.rows >= foldRows || writer.bytes >= foldBytes) this.fold(run)
  }

  #writerOf(run: number): RunWriter {
    const known = this.#writers.get(run)
    if (known !== undefined) return known
    const { rows, bytes, last } = this.#tables.tails.size(run)
    const writer = { series: new Map(this.#tables.table.list(run).map((state) => [state.name, state])), rows, bytes, sequence: last }
    this.#writers.set(run, writer)
    return writer
  }

  /** Brings the summary of a series up to date with points to come; none where there are no points. */
  #accept(writer: RunWriter, run: number, { name, steps, values }: SeriesPoints): TailEntry[] {
    if (steps.length === 0 && values.length === 0) return []
    const state = writer.series.get(name) ?? this.#tables.table.create(run, name, steps[0] ?? 0)
    writer.series.set(name, state)
    refuseDisorder({ name, steps, values }, state.lastStep)
    this.#advance(state, { steps, values })
    return [{ series: state.number, steps, values }]
  }

  #advance(state: SeriesState, points: Points): void {
    const { count, lastStep, minimum, maximum } = summarize(points)
    state.count += count
    state.lastStep = lastStep
    state.last = points.values[count - 1]
    if (minimum !== null && !(minimum >= state.minimum)) state.minimum = minimum
    if (maximum !== null && !(maximum <= state.maximum)) state.maximum = maximum
    this.#tables.table.save(state)
  }

  /** Moves the open end of a run's series into chunks. */
  fold(run: number): void {
    const writer = this.#writerOf(run)
    if (writer.rows === 0) return
    const pieces = new Map<number, TailEntry[]>()
    for (const entry of this.#tables.tails.read(run)) {
      const list = pieces.get(entry.series)
      if (list === undefined) pieces.set(entry.series, [entry])
      else list.push(entry)
    }
    for (const [series, entries] of pieces) this.#tables.chunks.append(series, concatenate(entries))
    this.#tables.tails.clear(run)
    writer.rows = 0
    writer.bytes = 0
  }

  /** Drops points after `step`, and series that have none left. */
  truncate(run: number, step: number): void {
    this.fold(run)
    for (const state of this.#tables.table.list(run)) if (state.lastStep > step) this.#truncateSeries(state, step)
    this.forget(run)
  }

  /** Puts points in place of all that a run's series of these names had; a series without points is removed. Throws as `append` does. */
  replace(run: number, batch: readonly SeriesPoints[]): void {
    this.fold(run)
    const replaced = new Set(batch.map(({ name }) => name))
    for (const { name, number } of this.#tables.table.list(run)) if (replaced.has(name)) this.#tables.table.remove(number)
    this.forget(run)
    this.append(run, batch)
    this.fold(run)
  }

  #truncateSeries(state: SeriesState, step: number): void {
    const { table, chunks } = this.#tables
    chunks.truncate(state.number, step)
    const left = table.aggregate(state.number)
    const last = chunks.list(state.number, -Infinity, Infinity).at(-1)
    if (last === undefined) table.remove(state.number)
    else table.save({ ...state, ...left, lastStep: last.lastStep, last: chunks.read(state.number, last.position).values[last.count - 1] })
  }

  /** Forgets what is known of a run, or of all, after a transaction was rolled back or a run removed. */
  forget(run?: number): void {
    if (run === undefined) this.#writers.clear()
    else this.#writers.delete(run)
  }
}

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
