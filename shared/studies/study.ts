import type { RunConfig, RunConfigInput } from '../config/schema.ts'
import type { FigureSpecInput } from '../figures/spec.ts'
import type { Milestones, RunState } from '../run.ts'

/** `paper` has the paper's settings literally; `small` is over in minutes on two processor cores and still carries the claim. */
export const studyScales = ['small', 'paper'] as const
export type StudyScale = (typeof studyScales)[number]

/** One run that a study needs. Runs of one key differ in their seed only. */
export interface StudyRun {
  key: string
  /** What the run stands for, in the words of a legend. */
  label: string
  seed: number
  /** Measures on checkpoints that it names are computed once the run is trained. */
  config: RunConfigInput
  /** A run that uses another: it begins once the run of that key and the same seed is trained, with a config that names it. */
  after?: { key: string; config: (runId: string) => RunConfigInput }
}

/** Points of one series, steps ascending. */
export interface Points {
  steps: ArrayLike<number>
  values: ArrayLike<number>
}

/** A trained run as facts and figures see it. */
export interface RunResult {
  key: string
  label: string
  seed: number
  runId: string
  config: RunConfig
  /** `finished` or `diverged`. */
  state: RunState
  /** Last step. */
  step: number
  milestones: Milestones
  /** Whole points of a series. Throws `SeriesMissing` where the run has none. */
  series: (name: string) => Points
}

/** A series that a fact needs has no points yet, for example that of a checkpoint measure which was not computed. */
export class SeriesMissing extends Error {
  constructor(run: string, series: string) {
    super(`${run} has no series ${series}`)
    this.name = 'SeriesMissing'
  }
}

export type Verdict = 'reproduced' | 'failed' | 'undecided'

export interface Judgement {
  verdict: Verdict
  /** What was measured here, to stand beside what was published. */
  measured: string
  /** How the verdict came about: the numbers behind it, or what is missing. */
  detail: string
}

/** One claim of a paper: a trend, an order or a range over seeds. */
export interface Fact {
  name: string
  statement: string
  /** Where the claim stands, for example `NeuralGrok, Table 1`. */
  source: string
  /** The paper's values, as text. */
  published: string
  /** Keys of the runs that the fact needs; all where it is left out. */
  keys?: readonly string[]
  /** The only scale at which the fact is claimed; both where it is left out. */
  only?: StudyScale
  /** Judges the results of all needed runs. Pure. May throw `SeriesMissing`. */
  judge: (results: readonly RunResult[]) => Judgement
}

/** A named, self-checking set of runs that reproduces a figure or table of a paper. */
export interface Study {
  name: string
  title: string
  /** The paper with its identifier. */
  paper: string
  /** The figure or table, for example `Table 1`. */
  figure: string
  /** The question and how it is answered. */
  summary: string
  /** What `small` changes, and why it still carries the claim. */
  scaled: string
  /** Seeds of each key where nobody says otherwise. */
  seeds: number
  runs: (scale: StudyScale, seeds: number) => StudyRun[]
  facts: readonly Fact[]
  /** What the study shows of the runs trained so far, at least one. */
  plot: (results: readonly RunResult[]) => FigureSpecInput
}
