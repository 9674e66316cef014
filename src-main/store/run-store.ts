import type { RunConfig } from '../../shared/config/schema.ts'
import type { SeriesData } from '../../shared/rpc.ts'
import type { ComputeEnvironment, Milestones, RunRecord, RunState, SeriesSummary } from '../../shared/run.ts'
import type { Checkpoint, SeriesPoints, Snapshot } from '../trainer/protocol.ts'

export interface NewRun {
  id?: string
  name: string
  config: RunConfig
  preset: string | null
  parent: { runId: string; step: number } | null
  tags: string[]
  /** Milliseconds since 1970; now, where absent. */
  createdAt?: number
}

/** What the workbench may change of a run. */
export type RunChanges = Partial<{
  name: string
  notes: string
  tags: string[]
  starred: boolean
  locked: boolean
  state: RunState
  step: number
  startedAt: number | null
  endedAt: number | null
  trainingSeconds: number
  milestones: Milestones
  environment: ComputeEnvironment | null
  error: RunRecord['error']
}>

export interface SeriesQuery {
  names: readonly string[]
  fromStep?: number
  toStep?: number
  /** At most about two points per pixel, each bin's exact extrema among them. */
  pixels?: number
  logarithmicSteps?: boolean
}

/** What a trainer sent, written in one transaction. */
export interface RunBatch {
  points?: readonly SeriesPoints[]
  snapshots?: readonly Snapshot[]
  checkpoints?: readonly Checkpoint[]
  changes?: RunChanges
}

/** The run store: one SQLite file in the data folder. All calls are synchronous; every write is one transaction. */
export interface RunStore {
  readonly file: string
  /** Why writing is refused, or null. */
  readonly readOnly: string | null
  /** All writes of `action` in one transaction; where it throws, none of them. */
  atomically<T>(action: () => T): T
  createRun(run: NewRun): RunRecord
  getRun(id: string): RunRecord
  /** The run that an id, a unique id prefix or a unique name stands for. Throws `run/unknown` or `run/ambiguous`. */
  findRun(reference: string): RunRecord
  listRuns(options?: { bin?: boolean }): RunRecord[]
  changeRun(id: string, changes: RunChanges): RunRecord
  write(id: string, batch: RunBatch): void
  /** Points in place of all that these series of the run had; other series are left alone. For what is computed again. */
  replaceSeries(id: string, points: readonly SeriesPoints[]): void
  /** Drops points, snapshots and checkpoints after `step`; used before a run goes on from an older checkpoint. */
  truncate(id: string, step: number): void
  /** Copies config-independent history (points, snapshots up to `step`, that checkpoint) to a fork. */
  copyHistory(from: string, to: string, step: number): void
  binRuns(ids: readonly string[]): void
  restoreRuns(ids: readonly string[]): void
  purgeRuns(ids: readonly string[]): void
  listSeries(id: string): SeriesSummary[]
  readSeries(id: string, query: SeriesQuery): SeriesData[]
  listSnapshots(id: string): { tensor: string; steps: Float64Array; shape: number[] }[]
  readSnapshot(id: string, tensor: string, step: number): Snapshot
  listCheckpoints(id: string): number[]
  /** The checkpoint at exactly `step`, or the last one. Throws `checkpoint/missing`. */
  readCheckpoint(id: string, step?: number): Checkpoint
  hasRun(id: string): boolean
  getValue(key: string): unknown
  setValue(key: string, value: unknown): void
  sizeBytes(): number
  /** Findings of `integrity_check`, foreign keys and blob hashes; empty where all is well. */
  check(): string[]
  close(): void
}
