import { parseConfig } from '../../../shared/config/validate.ts'
import { SeriesMissing, type Points, type RunResult, type Study, type StudyScale } from '../../../shared/studies/study.ts'

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

/** Made-up series by their names. */
export type Series = Record<string, Points>

/** Made-up results of every run of a study. */
export function trained(study: Study, series: (key: string, seed: number) => Series, scale: StudyScale = 'small'): RunResult[] {
  return study.runs(scale, 2).map(({ key, label, seed, config }) =>
    result(key, seed, series(key, seed), { label, config: parseConfig(config), step: 100_000 }))
}

/** Chance until a step, then a level to the end; Infinity for never. */
export function jump(step: number, level = 1): Points {
  if (!Number.isFinite(step)) return curveAt([[0, 0.01], [100_000, 0.01]])
  return curveAt([[0, 0.01], [Math.max(step - 1, 1), 0.01], [step, level], [100_000, level]])
}

/** Steps to memorize and to generalize, and the level then. */
export const accuracies = (train: number, test: number, level = 1): Series => ({ 'train/accuracy': jump(train), 'test/accuracy': jump(test, level) })
