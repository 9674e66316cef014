import type { RunRecord } from '../../../shared/run.ts'
import { formatCount, formatShare, formatValue } from '../../format/numbers.ts'
import type { Column, Leaves } from './columns.ts'

export interface Statistics { count: number; mean: number; deviation: number }

/** Mean and sample standard deviation of the values that are there; null where none is. */
export function meanAndDeviation(values: readonly (number | null)[]): Statistics | null {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value))
  if (known.length === 0) return null
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { count: known.length, mean, deviation: known.length > 1 ? Math.sqrt(squares / (known.length - 1)) : 0 }
}

/** Columns that a group's row gives as mean ± standard deviation. */
export const averaged: ReadonlySet<string> = new Set(['accuracy', 'delay', 'memorization', 'generalization', 'test-loss', 'train-loss', 'train-accuracy', 'steps', 'time'])
const inSteps = new Set(['delay', 'memorization', 'generalization', 'steps'])

/** What a group's row says in a column: `1.000 ± .000 `, the one value that all share, or nothing. */
export function groupText(column: Column, runs: readonly RunRecord[], leavesOf: (run: RunRecord) => Leaves): string {
  const values = runs.map((run) => column.value(run, leavesOf(run)))
  if (averaged.has(column.id)) return averageText(column.id, values)
  const [first] = runs
  if (first === undefined || column.kind === 'name' || column.id === 'created') return ''
  return values.every((value) => value === values[0]) ? column.text(first, leavesOf(first)) : ''
}

function averageText(id: string, values: readonly (string | number | null)[]): string {
  const statistics = meanAndDeviation(values.map((value) => (typeof value === 'number' ? value : null)))
  if (statistics === null) return '–'
  const write = id === 'accuracy' || id === 'train-accuracy' ? formatShare : inSteps.has(id) ? formatCount : formatValue
  return statistics.count === 1 ? write(statistics.mean) : `${write(statistics.mean)} ± ${write(statistics.deviation).replace(/^0\./, '.')}`
}
