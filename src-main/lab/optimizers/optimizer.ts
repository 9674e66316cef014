import type * as tf from '@tensorflow/tfjs-core'

type Tensors = Record<string, tf.Tensor1D>

/** What one update sees: all weights as one vector, the gradient of the loss, the optimizer's own state, and this step's scalars. */
export interface UpdateInput {
  parameters: tf.Tensor1D
  gradient: tf.Tensor1D
  slots: Tensors
  feeds: Record<string, tf.Scalar>
}

/** An update rule on one flat vector, bound to its config. */
export interface Optimizer {
  /** Names of state vectors, each as long as the parameters and zero at the start. */
  slots: readonly string[]
  /** Names of the scalars that `feeds` gives. */
  feedNames: readonly string[]
  /** Scalars of a step (counted from 1), computed in float64 and rounded to float32 once. */
  feeds(step: number): Record<string, number>
  update(input: UpdateInput): { parameters: tf.Tensor1D; slots: Tensors }
}

/** rate · min(step / warm-up, 1), step counted from 1. */
export function warmedUpRate({ learningRate, warmupSteps }: { learningRate: number; warmupSteps: number }, step: number): number {
  return warmupSteps > 0 ? learningRate * Math.min(step / warmupSteps, 1) : learningRate
}
