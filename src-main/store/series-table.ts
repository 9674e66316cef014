import type { SeriesSummary } from '../../shared/run.ts'
import type { ChunkSummary } from './chunk-codec.ts'
import type { Connection } from './database.ts'

/** A series as the writer knows it; NaN stands for "none yet" in extrema. */
export interface SeriesState extends SeriesSummary { number: number }

interface SeriesRow {
  number: number
  name: string
  count: number
  lastStep: number
  last: number | null
  minimum: number | null
  maximum: number | null
}
type SummaryTuple = [run: number, name: string, count: number, lastStep: number, last: number | null, minimum: number | null, maximum: number | null]

const columns = 'name, count, last_step AS lastStep, last, minimum, maximum'

function prepare(database: Connection) {
  return {
    insert: database.prepare<[number, string, number]>('INSERT INTO series (run, name, count, last_step) VALUES (?, ?, 0, ?)'),
    update: database.prepare<[number, number, number, number, number, number]>(
      'UPDATE series SET count = ?, last_step = ?, last = ?, minimum = ?, maximum = ? WHERE number = ?'),
    ofRun: database.prepare<[number], SeriesRow>(`SELECT number, ${columns} FROM series WHERE run = ? ORDER BY number`),
    ofAll: database.prepare<[number], SummaryTuple>(`
      SELECT run, ${columns} FROM series WHERE run IN (SELECT number FROM run WHERE (deleted_at IS NOT NULL) = ?) ORDER BY run, number`).raw(),
    remove: database.prepare<[number]>('DELETE FROM series WHERE number = ?'),
    aggregate: database.prepare<[number], Pick<ChunkSummary, 'minimum' | 'maximum'> & { count: number | null }>(
      'SELECT sum(count) AS count, min(minimum) AS minimum, max(maximum) AS maximum FROM chunk WHERE series = ?')
  }
}

/** Summaries of all series: what the run table shows of them. */
export class SeriesTable {
  readonly #sql: ReturnType<typeof prepare>

  constructor(database: Connection) {
    this.#sql = prepare(database)
  }

  list(run: number): SeriesState[] {
    return this.#sql.ofRun.all(run).map(({ last, minimum, maximum, ...row }) => {
      return { ...row, last: last ?? NaN, minimum: minimum ?? NaN, maximum: maximum ?? NaN }
    })
  }

  /** Summaries of every run in the bin, or out of it, by run number. */
  listAll(isInBin: boolean): Map<number, SeriesSummary[]> {
    const byRun = new Map<number, SeriesSummary[]>()
    for (const [run, name, count, lastStep, last, minimum, maximum] of this.#sql.ofAll.iterate(isInBin ? 1 : 0)) {
      const summary = { name, count, lastStep, last: last ?? NaN, minimum: minimum ?? NaN, maximum: maximum ?? NaN }
      const list = byRun.get(run)
      if (list === undefined) byRun.set(run, [summary])
      else list.push(summary)
    }
    return byRun
  }

  create(run: number, name: string, firstStep: number): SeriesState {
    const number = Number(this.#sql.insert.run(run, name, firstStep).lastInsertRowid)
    return { number, name, count: 0, lastStep: -Infinity, last: NaN, minimum: NaN, maximum: NaN }
  }

  save({ number, count, lastStep, last, minimum, maximum }: SeriesState): void {
    this.#sql.update.run(count, lastStep, last, minimum, maximum, number)
  }

  remove(number: number): void {
    this.#sql.remove.run(number)
  }

  /** Count and extrema over the chunks of a series; count is 0 where there is none. */
  aggregate(number: number): { count: number; minimum: number; maximum: number } {
    const row = this.#sql.aggregate.get(number)
    return { count: row?.count ?? 0, minimum: row?.minimum ?? NaN, maximum: row?.maximum ?? NaN }
  }
}
