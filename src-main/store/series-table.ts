import type { SeriesSummary } from '../../shared/run.ts'
import type { ChunkSummary } from './chunk-codec.ts'
import type { Connection } from './database.ts'

/** A series as the writer knows it; NaN stands for "none yet" in extrema. */
export interface SeriesState extends SeriesSummary { number: number }

interface SeriesRow { number: number; name: string; count: number; lastStep: number; last: number | null; minimum: number | null; maximum: number | null }
type SummaryTuple = [run: number, name: string, count: number, lastStep: number, last: number | null, minimum: number | null, maximum: number | null]

const columns = 'name, count, last_step AS lastStep, last, minimum, maximum'

function fromRow({ last, minimum, maximum, ...row }: SeriesRow): SeriesState {
  return { ...row, last: last ?? NaN, minimum: minimum ?? NaN, maximum: maximum ?? NaN }
}

/** Summaries of all series: what the run table shows of them. */
export function openSeriesTable(database: Connection) {
  const insert = database.prepare<[number, string, number]>('INSERT INTO series (run, name, count, last_step) VALUES (?, ?, 0, ?)')
  const update = database.prepare<[number, number, number, number, number, number]>(
    'UPDATE series SET count = ?, last_step = ?, last = ?, minimum = ?, maximum = ? WHERE number = ?')
  const select = database.prepare<[number], SeriesRow>(`SELECT number, ${columns} FROM series WHERE run = ? ORDER BY number`)
  const selectAll = database.prepare<[number], SummaryTuple>(`
    SELECT run, ${columns} FROM series WHERE run IN (SELECT number FROM run WHERE (deleted_at IS NOT NULL) = ?) ORDER BY run, number`).raw()
  const remove = database.prepare<[number]>('DELETE FROM series WHERE number = ?')
  const aggregate = database.prepare<[number], Pick<ChunkSummary, 'minimum' | 'maximum'> & { count: number | null }>(
    'SELECT sum(count) AS count, min(minimum) AS minimum, max(maximum) AS maximum FROM chunk WHERE series = ?')

  return {
    list: (run: number): SeriesState[] => select.all(run).map(fromRow),

    /** Summaries of every run in the bin, or out of it, by run number. */
    listAll(isInBin: boolean): Map<number, SeriesSummary[]> {
      const byRun = new Map<number, SeriesSummary[]>()
      for (const [run, name, count, lastStep, last, minimum, maximum] of selectAll.iterate(isInBin ? 1 : 0)) {
        const summary = { name, count, lastStep, last: last ?? NaN, minimum: minimum ?? NaN, maximum: maximum ?? NaN }
        const list = byRun.get(run)
        if (list === undefined) byRun.set(run, [summary])
        else list.push(summary)
      }
      return byRun
    },

    create(run: number, name: string, firstStep: number): SeriesState {
      const number = Number(insert.run(run, name, firstStep).lastInsertRowid)
      return { number, name, count: 0, lastStep: -Infinity, last: NaN, minimum: NaN, maximum: NaN }
    },

    save({ number, count, lastStep, last, minimum, maximum }: SeriesState): void {
      update.run(count, lastStep, last, minimum, maximum, number)
    },

    remove: (number: number): void => { remove.run(number) },

    /** Count and extrema over the chunks of a series; count is 0 where there is none. */
    aggregate(number: number): { count: number; minimum: number; maximum: number } {
      const row = aggregate.get(number)
      return { count: row?.count ?? 0, minimum: row?.minimum ?? NaN, maximum: row?.maximum ?? NaN }
    }
  }
}

export type SeriesTable = ReturnType<typeof openSeriesTable>
