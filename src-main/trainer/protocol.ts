import type { MeasureName } from '../../shared/catalogue/measures.ts'
import type { RunConfig } from '../../shared/config/schema.ts'
import type { WireError } from '../../shared/errors.ts'
import type { ComputeEnvironment, Milestones } from '../../shared/run.ts'

/** A tensor that crosses the process border; `dtype` int32 data are whole numbers. */
export interface WireTensor {
  name: string
  shape: number[]
  dtype: 'float32' | 'int32'
  data: Float32Array | Int32Array
}

/** All that a run needs to go on exactly. */
export interface Checkpoint {
  step: number
  /** Weights and optimizer state. */
  tensors: WireTensor[]
  /** Everything that is not a tensor: batch order, milestones, seconds trained. Plain JSON. */
  header: CheckpointHeader
}

export interface CheckpointHeader {
  formatVersion: 1
  backend: ComputeEnvironment['backend']
  /** Made for resuming only: the next checkpoint of the run replaces it. */
  rolling: boolean
  milestones: Milestones
  trainingSeconds: number
}

/** Points of one series since the last message; `steps` ascend. */
export interface SeriesPoints {
  name: string
  steps: Float64Array
  values: Float64Array
}

export interface Snapshot {
  tensor: string
  step: number
  shape: number[]
  data: Float32Array
}

export interface TrainerStart {
  kind: 'start'
  config: RunConfig
  backend: 'automatic' | 'tensorflow' | 'portable'
  threads: number
  /** Where the TensorFlow installation lies. */
  runtimeFolder: string
  /** Present where the run goes on or is forked. */
  checkpoint: Checkpoint | null
  /** State that a new run takes from other runs, by the program's names. */
  given: WireTensor[]
}

/**
 * Asks a fresh process for measures on a run's checkpoints. It answers `measuring`, then takes one `measure-checkpoint` at a time and
 * answers each with `measured`; `stop` lets it end.
 */
export interface MeasureStart {
  kind: 'measure'
  config: RunConfig
  names: MeasureName[]
  backend: 'automatic' | 'tensorflow' | 'portable'
  threads: number
  runtimeFolder: string
  /** The run's last checkpoint: what stays the same at every step, such as key frequencies, is read off it. */
  last: Checkpoint
}

/** Asks a fresh process to try a TensorFlow installation; it answers `self-tested` and exits. */
export interface SelfTestRequest {
  kind: 'self-test'
  bindingFile: string | null
}

/** What a process that trains or measures can be told. */
export type Wish = { kind: 'pause' } | { kind: 'continue' } | { kind: 'stop' }

export type ToTrainer =
  | TrainerStart | SelfTestRequest | Wish
  | MeasureStart | { kind: 'measure-checkpoint'; checkpoint: Checkpoint }

/**
 * In order: `preparing` for each thing that is done before the first step, `ready`, then `points`, `snapshot` and `checkpoint` as they come,
 * each at most 250 ms after its step, `paused` (after a checkpoint) where it was asked for, and `ended` last; the process exits by itself after it.
 */
export type FromTraining =
  | { kind: 'preparing'; message: string }
  | { kind: 'ready'; environment: ComputeEnvironment; parameterCount: number }
  | { kind: 'points'; step: number; series: SeriesPoints[] }
  | { kind: 'progress'; step: number; stepsPerSecond: number; trainingSeconds: number; milestones: Milestones }
  | { kind: 'snapshot'; snapshot: Snapshot }
  | { kind: 'checkpoint'; checkpoint: Checkpoint }
  | { kind: 'paused'; step: number }
  | { kind: 'self-tested'; error: WireError | null }
  | { kind: 'ended'; status: 'finished' | 'stopped' | 'diverged' | 'failed'; step: number; error: (WireError & { step?: number }) | null }

/** `measuring`, then `measured` for each checkpoint, with `measure-progress` before it, and `ended` last. */
export type FromMeasuring =
  /** Ready for the first checkpoint; `series` names what every `measured` will hold. */
  | { kind: 'measuring'; environment: ComputeEnvironment; series: string[] }
  /** How much of the checkpoint at `step` is done, 0 … 1. */
  | { kind: 'measure-progress'; step: number; fraction: number }
  | { kind: 'measured'; step: number; values: Record<string, number> }

export type FromTrainer = FromTraining | FromMeasuring

/** How a process ended: `code` is null where a signal ended it. */
export interface ProcessExit {
  code: number | null
  signal: string | null
  /** The end of what it wrote to standard error. */
  errorOutput: string
}

/** One trainer process, whoever started it. */
export interface TrainerProcess {
  send(message: ToTrainer): void
  onMessage(listener: (message: FromTrainer) => void): void
  /** Called once, when the process is gone. */
  onExit(listener: (exit: ProcessExit) => void): void
  /** Ends the process at once. */
  kill(): void
}

/** Starts trainer processes: by `child_process`, or by Electron's main process. `environment` is added to a short safe list. */
export interface TrainerHost {
  start(environment: Record<string, string>): TrainerProcess
}
