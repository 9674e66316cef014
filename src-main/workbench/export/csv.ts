import { open } from 'node:fs/promises'
import { csvCell } from '../../../shared/figures/csv.ts'
import type { SeriesData } from '../../../shared/rpc.ts'
import type { RunRecord } from '../../../shared/run.ts'

/** One run's series, whole. */
export interface ExportedRun {
  run: RunRecord
  series: SeriesData[]
}

const rowsPerChunk = 20_000

/** Rows of one series in long format: run,name,series,step,value. Numbers keep all their digits. */
export function* seriesRows(run: RunRecord, series: SeriesData): Generator<string> {
  const head = [run.id, run.name, series.name].map(csvCell).join(',')
  for (let from = 0; from < series.steps.length; from += rowsPerChunk) {
    const rows: string[] = []
    for (let i = from; i < Math.min(from + rowsPerChunk, series.steps.length); i++) rows.push(`${head},${series.steps[i]},${series.values[i]}\r\n`)
    yield rows.join('')
  }
}

/** Writes runs as one long table with the header run,name,series,step,value. */
export async function writeCsv(file: string, runs: Iterable<ExportedRun>): Promise<void> {
  const handle = await open(file, 'w')
  try {
    await handle.write('run,name,series,step,value\r\n')
    for (const { run, series } of runs) {
      for (const one of series) for (const chunk of seriesRows(run, one)) await handle.write(chunk)
    }
  } finally {
    await handle.close()
  }
}
