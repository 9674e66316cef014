import type * as tf from '@tensorflow/tfjs-core'

type Tensors = Record<string, tf.Tensor1D>

/** A state vector of an optimizer, as long as the weights: zero at the start, or the initial weights. */
export interface OptimizerSlot {
  name: string
  start: 'zero' | 'weights'
}

/** What one update sees: all weights as one vector, the gradient of the loss, the optimizer's own state, and this step's scalars. */
export interface UpdateInput {
  parameters: tf.Tensor1D
  gradient: tf.Tensor1D
  slots: Tensors
  feeds: Record<string, tf.Scalar>
  /** Multiplier of the learning rate of each weight, decoupled decay included, as in a parameter group of its own; null: 1 everywhere. */
  rates: tf.Tensor1D | null
  /** Changes the direction before the step size is applied. */
  redirect(direction: tf.Tensor1D): tf.Tensor1D
}

/** An update rule on one flat vector, bound to its config. */
export interface Optimizer {
  slots: readonly OptimizerSlot[]
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
