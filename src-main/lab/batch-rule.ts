import type * as tf from '@tensorflow/tfjs-core'
import type { HostArray, TensorSpec } from '../../shared/program.ts'
import type { ExampleSet } from './example-set.ts'
import type { StateSpecs } from './state.ts'

type Tensors = Readonly<Record<string, tf.Tensor>>

/** What a step knows when it chooses its examples. */
export interface BatchInput {
  train: ExampleSet
  feeds: Tensors
  state: Tensors
  seed: tf.Tensor1D
}

/** Which training examples each step sees. */
export interface BatchRule {
  /** What steps are fed with, for each size of batch, since a compiled function has one; the first is the usual one. */
  feeds: readonly Record<string, TensorSpec>[]
  /** Which of these the step after `done` steps has. */
  feedsAt(done: number): number
  /** State of its own, by local names. */
  state: StateSpecs
  /** True where it draws random numbers inside the step. */
  isRandom: boolean
  /** What the step after `done` steps is fed with. Depends on nothing but the seed and `done`. */
  hostFeeds(done: number): Record<string, HostArray>
  choose(input: BatchInput): ExampleSet
  /** New state from the gradient of each tensor. */
  learn(gradients: Tensors, state: Tensors): Record<string, tf.Tensor>
}
