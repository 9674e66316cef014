import type * as tf from '@tensorflow/tfjs-core'
import type { BatchConfig } from '../../shared/catalogue/batches/index.ts'
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
  feeds: Record<string, TensorSpec>
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

const fullBatch: BatchRule = { ...withoutState, feeds: {}, hostFeeds: () => ({}), choose: ({ train }) => train }

/**
 * Minibatches by a shuffle of its own for each epoch, a last short batch being dropped. A resumed run needs no generator state.
 * The last epoch's shuffle is kept, as the next step mostly needs it again.
 */
function miniBatches(size: number, trainSize: number, seed: number): BatchRule {
  const batchesPerEpoch = Math.floor(trainSize / size)
  let shuffled: { epoch: number; order: Int32Array } = { epoch: -1, order: new Int32Array(0) }
  return {
    ...withoutState,
    feeds: { indices: { shape: [size], dtype: 'int32' } },
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
    case 'minibatch': return miniBatches(config.size, trainSize, seed)
    case 'token-frequency': return tokenFrequencyBatches(config, network)
  }
}
