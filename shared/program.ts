import type { Tensor } from '@tensorflow/tfjs-core'

export type DataType = 'float32' | 'int32'
export type HostArray = Float32Array | Int32Array

export interface TensorSpec {
  shape: number[]
  dtype: DataType
}

/** A tensor of a program's state. */
export interface StateSpec extends TensorSpec {
  initial: HostArray
  /** How many zeros end each of its rows that are there for speed alone: checkpoints leave them out. 0 where it is absent. */
  filling?: number
  /** True where it follows from other state of its owner: it may begin anew beside state that goes on. */
  follows?: boolean
  /**
   * `rows`: too large to be copied at each step. Functions may only gather some of its rows (`gatherRows`), and change it by `rows` of
   * their result.
   */
  access?: 'rows'
}

/** New values of some rows of a state tensor: [n] as int32, and [n, …]. */
export interface RowUpdate {
  row: Tensor
  values: Tensor
}

/** What a traced function gives; rows are changed after everything was read. */
export interface FunctionResult {
  outputs: Record<string, Tensor>
  state?: Record<string, Tensor>
  rows?: Record<string, RowUpdate>
}

/** One traced function of a program. It may read all state; the state it returns replaces the old after the call. */
export interface ProgramFunction {
  /** Values that change from call to call: step sizes, batch indices, random seeds. */
  feeds: Record<string, TensorSpec>
  /** Called once while tracing (compiled) or at each call (eager). Must be pure, and draw no random number of its own. */
  run(state: Record<string, Tensor>, feeds: Record<string, Tensor>): FunctionResult
}

/** Several functions over one state: what an executor compiles. Tensors that they close over become constants. */
export interface Program {
  state: Record<string, StateSpec>
  functions: Record<string, ProgramFunction>
}

/** Runs a program: as one compiled graph with its state in TensorFlow's session, or op by op. Same results either way. */
export interface Executor {
  /** Feeds in, outputs out, as flat host arrays. */
  run(name: string, feeds: Record<string, HostArray>): Record<string, HostArray>
  readState(): Record<string, HostArray>
  writeState(state: Record<string, HostArray>): void
  dispose(): void
}
