import type { FigureSpec } from '../figures/spec.ts'
import type { Milestones, RunState } from '../run.ts'
import type { Fact, Judgement, Study, StudyScale } from './study.ts'

/** What everybody may know of a study without its runs. */
export type StudyDescription = Pick<Study, 'name' | 'title' | 'paper' | 'figure' | 'summary' | 'scaled' | 'seeds'>

/** How far a study is at one scale, with its usual number of seeds. */
export interface StudyCount {
  /** Runs that are trained. */
  done: number
  total: number
}

/** What a study computes at the moment. */
export interface ActiveChoice { scale: StudyScale; seeds: number }

/** One line of the list of studies. */
export interface StudySummary extends StudyDescription {
  facts: number
  scales: Record<StudyScale, StudyCount>
  /** Null where nothing is computed. */
  active: ActiveChoice | null
}

/** A run of a study and what became of it: `missing` where no stored run has its config. */
export interface StudyRunReport {
  key: string
  label: string
  seed: number
  runId: string | null
  state: RunState | 'missing'
  step: number
  maximumSteps: number
  milestones: Milestones
  /** Checkpoint measures that are still to be computed. */
  unmeasured: string[]
}

/** A fact with its verdict. */
export type FactReport = Pick<Fact, 'name' | 'statement' | 'source' | 'published'> & Judgement

/** A study at one scale: its runs, its verdicts, its figure. */
export interface StudyReport extends StudyDescription {
  scale: StudyScale
  runs: StudyRunReport[]
  facts: FactReport[]
  /** Null until a run is trained. */
  plot: FigureSpec | null
  /** What the study computes, at whatever scale; null where nothing is. */
  active: ActiveChoice | null
  /** `training` and `measuring` while the study computes at this scale, with these seeds. */
  stage: 'idle' | 'training' | 'measuring'
  /** Seconds until all runs are trained, at most; null while unknown. */
  secondsLeft: number | null
}
