import type { RunProgress } from '../../shared/rpc.ts'
import type { RunRecord, SeriesSummary } from '../../shared/run.ts'

/** The record of a run that trains, with what its progress has told since the record was read; the record itself where that is nothing. */
export function withProgress(run: RunRecord, progress: RunProgress | undefined): RunRecord {
  if (progress === undefined || progress.step < run.step) return run
  const { step, trainingSeconds, latest } = progress
  return { ...run, step, trainingSeconds, series: run.series.map((series) => withLast(series, latest[series.name])) }
}

// NaN and infinities are counted by a summary, not used.
function withLast(series: SeriesSummary, last: number | undefined): SeriesSummary {
  if (last === undefined || !Number.isFinite(last)) return series
  return { ...series, last, minimum: Math.min(series.minimum, last), maximum: Math.max(series.maximum, last) }
}
