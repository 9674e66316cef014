import type * as tf from '@tensorflow/tfjs-core'
import { batchSizes, type BatchConfig } from '../../shared/catalogue/batches/index.ts'
import { permutation, randomSource } from '../../shared/numerics/random.ts'
import type { HostArray, TensorSpec } from '../../shared/program.ts'
import { selectExamples, type ExampleSet } from './example-set.ts'
import type { Network } from './network.ts'
import type { StateSpecs } from './state.ts'
import { streams } from './streams.ts'
import { tokenFrequencyBatches } from './token-frequency-batches.ts'

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

const withoutState = { state: {}, isRandom: false, learn: () => ({}) }

const fullBatch: BatchRule = { ...withoutState, feeds: [{}], feedsAt: () => 0, hostFeeds: () => ({}), choose: ({ train }) => train }

/**
 * Minibatches by a shuffle of its own for each epoch; a last short batch is dropped or kept. A resumed run needs no generator state.
 * The last epoch's shuffle is kept, as the next step mostly needs it again.
 */
function miniBatches(config: Extract<BatchConfig, { kind: 'minibatch' }>, trainSize: number, seed: number): BatchRule {
  const { size } = config
  const sizes = batchSizes(config, trainSize)
  const wholeBatches = Math.floor(trainSize / size)
  const batchesPerEpoch = wholeBatches + sizes.length - 1
  let shuffled: { epoch: number; order: Int32Array } = { epoch: -1, order: new Int32Array(0) }
  return {
    ...withoutState,
    feeds: sizes.map((examples) => ({ indices: { shape: [examples], dtype: 'int32' } })),
    feedsAt: (done) => (done % batchesPerEpoch < wholeBatches ? 0 : 1),
    hostFeeds(done) {
      const epoch = Math.floor(done / batchesPerEpoch)
      if (shuffled.epoch !== epoch) shuffled = { epoch, order: permutation(trainSize, randomSource(seed, streams.batches, epoch)) }
      const start = (done % batchesPerEpoch) * size
      return { indices: shuffled.order.slice(start, start + size) }
    },
    choose: ({ train, feeds }) => selectExamples(train, feeds.indices as tf.Tensor1D)
  }
}

/** The rule that a config names, for a training set of the given size. */
export function batchRule(config: BatchConfig, trainSize: number, { seed, network }: { seed: number; network: Network }): BatchRule {
  switch (config.kind) {
    case 'full': return fullBatch
    case 'minibatch': return miniBatches(config, trainSize, seed)
    case 'token-frequency': return tokenFrequencyBatches(config, network)
  }
}
