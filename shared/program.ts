import type { Tensor } from '@tensorflow/tfjs-core'

export type DataType = 'float32' | 'int32'
export type HostArray = Float32Array | Int32Array

export interface TensorSpec {
  shape: number[]
  dtype: DataType
}

/** One traced function of a program. It may read all state; the state it returns replaces the old after the call. */
export interface ProgramFunction {
  /** Values that change from call to call: step sizes, batch indices, random seeds. */
  feeds: Record<string, TensorSpec>
  /** Called once while tracing (compiled) or at each call (eager). Must be pure, and draw no random number of its own. */
  run(state: Record<string, Tensor>, feeds: Record<string, Tensor>): { outputs: Record<string, Tensor>; state?: Record<string, Tensor> }
}

/** Several functions over one state: what an executor compiles. Tensors that they close over become constants. */
export interface Program {
  state: Record<string, TensorSpec & { initial: HostArray }>
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
