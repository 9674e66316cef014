import type { RunConfigInput } from '../config/schema.ts'
import type { FigureSpecInput } from '../figures/spec.ts'
import { median, ofKey } from './results.ts'
import type { RunResult, StudyRun } from './study.ts'

/** One kind of run of a study, before it has a seed. */
export interface Case {
  key: string
  label: string
  config: RunConfigInput
}

/** Every case with every seed: seeds 0, 1, … decide initial weights, batches and the split. The first seed of all cases comes first. */
export function withSeeds(cases: readonly Case[], seeds: number): StudyRun[] {
  return Array.from({ length: seeds }, (_, seed) => cases.map(({ key, label, config }): StudyRun => ({
    key, label, seed, config: { ...config, seed, task: { ...config.task, splitSeed: seed } }
  }))).flat()
}

export type PointsPanel = Extract<FigureSpecInput, { kind: 'points' }>['panels'][number]
type PlottedPoint = PointsPanel['groups'][number]['points'][number]

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)

/** Median of a value over seeds with its range; a median of Infinity says "never reached". */
export function overSeeds(x: number, values: readonly number[]): PlottedPoint {
  return values.length < 2
    ? { x, y: finite(median(values)) }
    : { x, y: finite(median(values)), low: finite(Math.min(...values)), high: finite(Math.max(...values)) }
}

/** A panel of named cases side by side. Cases without a trained run are left out. */
export function casesPanel(
  results: readonly RunResult[], look: Pick<PointsPanel, 'title' | 'yTitle' | 'yScale'>, value: (run: RunResult) => number
): PointsPanel {
  const keys = [...new Set(results.map(({ key }) => key))]
  const runsOf = (key: string) => ofKey(results, key)
  return {
    ...look, categories: keys.length === 0 ? null : keys.map((key) => runsOf(key)[0].label),
    groups: [{ name: 'median and range over seeds', line: false, points: keys.map((key, x) => overSeeds(x, runsOf(key).map(value))) }]
  }
}

/** One line of a panel over a parameter: the value of the runs of each key, at the parameter's value. */
export function sweepGroup(
  results: readonly RunResult[], name: string, places: readonly { key: string; x: number }[], value: (run: RunResult) => number
): PointsPanel['groups'][number] {
  const points = places.flatMap(({ key, x }) => {
    const runs = ofKey(results, key)
    return runs.length === 0 ? [] : [overSeeds(x, runs.map(value))]
  })
  return { name, points }
}
