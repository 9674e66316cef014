import type * as tf from '@tensorflow/tfjs-core'
import type { RunConfig } from '../../../shared/config/schema.ts'
import type { HostArray, ProgramFunction } from '../../../shared/program.ts'
import type { ExampleSet } from '../example-set.ts'
import type { Network, SetEvaluation } from '../network.ts'
import type { TaskData } from '../tasks/task-data.ts'

/** A model at its present weights; each part is computed when it is first asked for, and once. */
export interface Evaluation {
  network: Network
  /** Weights in the order of `tensorNames`, by name, and as one vector [size]. */
  tensors: readonly tf.Tensor[]
  weights: Readonly<Record<string, tf.Tensor>>
  parameters: tf.Tensor1D
  /** What the model keeps beside its weights, such as running statistics. */
  buffers: Readonly<Record<string, tf.Tensor>>
  train(): SetEvaluation
  test(): SetEvaluation
  /** Gradient of the loss over the whole training set, for each tensor. */
  gradients(): readonly tf.Tensor[]
  /** The same as one vector [size], 0 for frozen weights. */
  gradient(): tf.Tensor1D
  /** What the interventions of the run make of that vector before the optimizer sees it; the same where there are none. */
  gradientAfterInterventions(): tf.Tensor1D
}

/** An evaluation that knows the examples of the step that comes next. */
export interface BatchEvaluation extends Evaluation {
  /** Gradient of the loss over that step's batch for each tensor, without dropout and before interventions. */
  batchGradients(): readonly tf.Tensor[]
}

/** Computed where the weights are, inside the compiled program. */
export interface GraphMeasure {
  kind: 'graph'
  series(tensorNames: readonly string[]): string[]
  /** One scalar for each series. */
  compute(evaluation: Evaluation): tf.Scalar[]
}

/** The embedding at the present weights, in row order; `residues` rows from 0 stand for the first operand, from `offset` for the second. */
export interface EmbeddingValues {
  data: Float32Array
  columns: number
  residues: number
  /** 0 where operands share rows. */
  offset: number
}

/** Computed from the embedding on the host, in float64. */
export interface EmbeddingMeasure {
  kind: 'embedding'
  series: readonly string[]
  /** One number for each series. */
  compute(embedding: EmbeddingValues): number[]
}

/** What a measure on checkpoints is made for. */
export interface CheckpointMeasureParts {
  config: RunConfig
  network: Network
  task: TaskData
  sets: { train: ExampleSet; test: ExampleSet }
}

/** One checkpoint, as a measure reaches it. */
export interface CheckpointAccess {
  /** Runs one of the measure's own functions at the checkpoint's weights. */
  run(name: string, feeds: Record<string, HostArray>): Record<string, HostArray>
  /** A weight tensor by its name, flat, in row order. */
  weights(name: string): Float32Array
  /** Tells how much of this measure is done, 0 … 1. */
  progress(fraction: number): void
}

/** A measure on checkpoints, made for one run. */
export interface CheckpointComputation {
  /** Compiled with the state `parameters`, the weights as one flat vector, and the model's buffers; empty where weights alone are needed. */
  functions: Record<string, ProgramFunction>
  /** Called once, before all others, with the run's last checkpoint. */
  prepare?(last: CheckpointAccess): void
  /** One number for each series. */
  compute(checkpoint: CheckpointAccess): number[]
}

/** Too heavy for a training run: computed on its checkpoints by a process of its own. */
export interface CheckpointMeasure {
  kind: 'checkpoint'
  series: readonly string[]
  /** Throws `measure/unfit` where the run has not what it needs. */
  prepareFor(parts: CheckpointMeasureParts): CheckpointComputation
}

/** Tensors that are kept beside the embedding at the steps of the snapshot schedule. */
export interface TensorMeasure {
  kind: 'tensor'
  /** Name and shape of each; none where the model has nothing of the sort. */
  tensors(network: Network): { name: string; shape: number[] }[]
  /** One tensor for each name. */
  compute(evaluation: BatchEvaluation): tf.Tensor[]
}

export type Measure = GraphMeasure | EmbeddingMeasure | TensorMeasure | CheckpointMeasure
