import type { RunRecord } from '../../../shared/run.ts'
import { differingPaths, flattenConfig } from '../../config/flatten.ts'
import { shortTitle } from '../../config/titles.ts'
import { formatChosen } from '../../format/numbers.ts'
import type { CurveGroup } from '../../charts/curves/drawings.ts'

type Run = Pick<RunRecord, 'id' | 'config' | 'name'>

/** Groups runs whose configs are equal but for their seeds. */
export const sameButSeeds = '*'
const isSeed = (path: string) => path === 'seed' || path.endsWith('Seed')

/** Fields that runs can be grouped by: those whose values differ among them, seeds left out. */
export function groupingFields(runs: readonly Run[]): string[] {
  return [...differingPaths(runs.map(({ config }) => flattenConfig(config)))].filter((path) => !isSeed(path))
}

/** Runs by the value of a config field, in the order of those values; empty where nothing is grouped. */
export function groupRuns(runs: readonly Run[], groupBy: string | null): CurveGroup[] {
  if (groupBy === null) return []
  const leaves = new Map(runs.map((run) => [run.id, flattenConfig(run.config)]))
  const labelled = groupBy === sameButSeeds ? groupingFields(runs) : [groupBy]
  const keyOf = (runId: string) => [...(leaves.get(runId) ?? [])].filter(([path]) => (groupBy === sameButSeeds ? !isSeed(path) : path === groupBy))
  const groups = new Map<string, { group: CurveGroup; value: unknown }>()
  for (const run of runs) {
    const key = JSON.stringify(keyOf(run.id))
    const known = groups.get(key)
    if (known) known.group.runIds.push(run.id)
    else {
      const values = labelled.map((path) => [path, leaves.get(run.id)?.get(path)] as const)
      const label = values.map(([path, value]) => `${shortTitle(path)} = ${formatChosen(value)}`).join(', ')
      groups.set(key, { group: { id: `group:${key}`, label: label === '' ? run.name : label, runIds: [run.id] }, value: values[0]?.[1] })
    }
  }
  return [...groups.values()].sort((a, b) => compare(a.value, b.value)).map(({ group }) => group)
}

function compare(first: unknown, second: unknown): number {
  if (typeof first === 'number' && typeof second === 'number') return first - second
  return String(first).localeCompare(String(second))
}

export interface DiffRow { path: string; values: unknown[]; differs: boolean }

/** One row per config field, one value per run. */
export function configRows(runs: readonly Run[]): DiffRow[] {
  const leaves = runs.map(({ config }) => flattenConfig(config))
  const differing = differingPaths(leaves)
  const paths = [...new Set(leaves.flatMap((map) => [...map.keys()]))]
  return paths.map((path) => ({ path, values: leaves.map((map) => map.get(path)), differs: differing.has(path) }))
}

/** Names of all series that any of the runs has, in the order in which they come. */
export function seriesOf(runs: readonly Pick<RunRecord, 'series'>[]): string[] {
  return [...new Set(runs.flatMap(({ series }) => series.map(({ name }) => name)))]
}
