import type { SeriesSummary } from '../../../shared/run.ts'

export interface Series { steps: Float64Array; values: Float64Array }

export function summarize(series: Map<string, Series>): SeriesSummary[] {
  return [...series].map(([name, { steps, values }]) => ({
    name, count: steps.length, lastStep: steps[steps.length - 1], last: values[values.length - 1],
    minimum: values.reduce((least, value) => Math.min(least, value)), maximum: values.reduce((most, value) => Math.max(most, value))
  }))
}
