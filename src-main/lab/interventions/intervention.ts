import type * as tf from '@tensorflow/tfjs-core'
import type { RunConfig } from '../../../shared/config/schema.ts'
import type { HostArray, RowUpdate } from '../../../shared/program.ts'
import type { ExampleSets } from '../evaluation.ts'
import type { Network } from '../network.ts'
import type { StateSpecs } from '../state.ts'

type Tensors = Readonly<Record<string, tf.Tensor>>

/** What an intervention is built from. */
export interface InterventionContext {
  network: Network
  sets: ExampleSets
  config: RunConfig
  /** State that comes from another run, by its local names. */
  given: Readonly<Record<string, HostArray>>
}

/** What every hook of a step sees. Names of state and feeds are local to the intervention. */
export interface Hook {
  state: Tensors
  /** What the model keeps beside its weights, by its own names. */
  buffers: Tensors
  feeds: Readonly<Record<string, tf.Scalar>>
  /** Two int32, new at each step and different for each intervention. */
  seed: tf.Tensor1D
  /** The weights before the step, [size]. */
  parameters: tf.Tensor1D
}

/** Weights [size], and the gradient [size] of the batch's mean loss there, as no intervention has changed it. */
export interface LearningInput {
  parameters: tf.Tensor1D
  gradient: tf.Tensor1D
}

/** What an intervention learns from the weights that steps arrive at. */
export interface Learning {
  /** It learns after each step that this divides. */
  everySteps: number
  feedNames: readonly string[]
  /** Scalars of its so-many-th time, counted from 1. */
  feeds(times: number): Record<string, number>
  /** Its new state. */
  learn(input: LearningInput, hook: Hook): Tensors
}

/** A change to the training rule. Hooks are pure functions over tensors; those that are absent change nothing. */
export interface Intervention {
  /** State beside the weights, kept with every checkpoint. */
  state?: StateSpecs
  feedNames?: readonly string[]
  /** Scalars of a step, counted from 1. */
  feeds?(step: number): Record<string, number>
  /** The weights that a training pass uses in place of the stored ones, [size]; its gradient is applied to the stored ones. */
  forwardWeights?(weights: tf.Tensor1D, hook: Hook): tf.Tensor1D
  /** What the optimizer gets in place of a gradient [size], before any coupled decay, and new state, whole or by rows. */
  gradient?(gradient: tf.Tensor1D, hook: Hook): { gradient: tf.Tensor1D; state?: Tensors; rows?: Readonly<Record<string, RowUpdate>> }
  /** Multiplier of the learning rate of each weight, [size], where state is as `gradient` left it. */
  rates?(hook: Hook): tf.Tensor1D
  /** The optimizer's direction [size], before the step size. */
  direction?(direction: tf.Tensor1D, hook: Hook): tf.Tensor1D
  learning?: Learning
  /** Scalars of its state that are measured with the run, as series `<kind>/<name>`. */
  reports?: readonly string[]
  report?(state: Tensors): tf.Scalar[]
  /** What is wrong with its state where a loss is not finite; null where the reason lies elsewhere. */
  fault?(state: Readonly<Record<string, HostArray>>): string | null
}
