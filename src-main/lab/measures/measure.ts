import type * as tf from '@tensorflow/tfjs-core'

/** Loss and share of right answers of one of the two sets, as scalars. */
export interface SetEvaluation {
  loss: tf.Scalar
  accuracy: tf.Scalar
}

/** A model at its present weights; each part is computed when it is first asked for, and once. */
export interface Evaluation {
  /** Weights in the order of `tensorNames`. */
  tensors: readonly tf.Tensor[]
  train(): SetEvaluation
  test(): SetEvaluation
  /** Gradient of the loss over the whole training set, for each tensor. */
  gradients(): readonly tf.Tensor[]
}

/** Computed where the weights are, inside the compiled program. */
export interface GraphMeasure {
  kind: 'graph'
  series(tensorNames: readonly string[]): string[]
  /** One scalar for each series. */
  compute(evaluation: Evaluation): tf.Scalar[]
}

/** Computed from the embedding on the host, in float64. */
export interface EmbeddingMeasure {
  kind: 'embedding'
  series: readonly string[]
  /** One number for each series, from [rows, columns] in row order. */
  compute(data: Float32Array, rows: number, columns: number): number[]
}

export type Measure = GraphMeasure | EmbeddingMeasure
