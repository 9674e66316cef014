import { parseConfig } from '../../../shared/config/validate.ts'
import { SeriesMissing, type Points, type RunResult } from '../../../shared/studies/study.ts'

const config = parseConfig({
  task: { kind: 'modular', modulus: 5, trainFraction: 0.5 }, model: { kind: 'quadratic-mlp' }, loss: { kind: 'mean-squared-error' }, optimizer: { kind: 'adamw' }
})

/** A series of a value at each step. */
export function curve(...values: number[]): Points {
  return { steps: values.map((_, step) => step), values }
}

/** A series over chosen steps: pairs of step and value. */
export function curveAt(points: [number, number][]): Points {
  return { steps: points.map(([step]) => step), values: points.map(([, value]) => value) }
}

/** A made-up trained run: what it measured, by the name of the series. */
export function result(key: string, seed: number, series: Record<string, Points>, more: Partial<RunResult> = {}): RunResult {
  return {
    key, label: key, seed, runId: `run${key}${seed}`, config, state: 'finished', step: 1000, milestones: { memorization: null, generalization: null },
    series: (name) => {
      if (series[name] === undefined) throw new SeriesMissing(`${key} ${seed}`, name)
      return series[name]
    },
    ...more
  }
}
