import type { RunConfig } from './config/schema.ts'
import type { WireError } from './errors.ts'

/** `paused` and `interrupted` runs go on from their last checkpoint; `stopped` was the user's wish. */
export const runStates = ['queued', 'training', 'paused', 'stopped', 'interrupted', 'finished', 'diverged', 'failed'] as const
export type RunState = (typeof runStates)[number]

/** So many letters the name of a run may have. */
export const longestName = 200

/** States in which nothing will happen by itself. */
export const endedStates: readonly RunState[] = ['stopped', 'interrupted', 'finished', 'diverged', 'failed']

/** States from which a run goes on from its last checkpoint, or from its beginning where it has none. */
export const resumableStates: readonly RunState[] = ['paused', 'interrupted', 'stopped', 'failed']

/** True for a run that came to its end of itself: facts can be judged on it, and the measures on checkpoints that its config names are due. */
export function isTrained({ state }: { state: RunState | 'missing' }): boolean {
  return state === 'finished' || state === 'diverged'
}

/** What a run was computed with; kept with every run. */
export interface ComputeEnvironment {
  backend: 'tensorflow' | 'portable'
  /** For example `libtensorflow 2.21.0 (tfjs-node-gpu 4.22.0)`. */
  library: string
  device: string
  threads: number
  /** True where steps run through XLA. */
  xla: boolean
  /** Version of Grokscope that trained the run. */
  application: string
}

/** Steps at which thresholds were first reached; null while they were not. */
export interface Milestones {
  memorization: number | null
  generalization: number | null
}

/** Last and extreme values of a series; NaN and infinities are counted, not used. */
export interface SeriesSummary {
  name: string
  count: number
  lastStep: number
  last: number
  minimum: number
  maximum: number
}

/** One line of the run table: everything but the points. */
export interface RunRecord {
  /** Ten characters of a–z and 2–7, unique across machines. */
  id: string
  name: string
  state: RunState
  config: RunConfig
  preset: string | null
  parent: { runId: string; step: number } | null
  /** Milliseconds since 1970. */
  createdAt: number
  startedAt: number | null
  endedAt: number | null
  /** Seconds spent training, over all sessions. */
  trainingSeconds: number
  step: number
  milestones: Milestones
  series: SeriesSummary[]
  tags: string[]
  notes: string
  starred: boolean
  locked: boolean
  /** Set while the run lies in the bin. */
  deletedAt: number | null
  environment: ComputeEnvironment | null
  error: (WireError & { step?: number }) | null
}

/** Steps from memorization to generalization; null while either is missing. */
export function delaySteps({ memorization, generalization }: Milestones): number | null {
  return memorization === null || generalization === null ? null : generalization - memorization
}
