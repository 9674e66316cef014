import type * as tf from '@tensorflow/tfjs-core'
import { batchSizes, type BatchConfig } from '../../shared/catalogue/batches/index.ts'
import { permutation, randomSource } from '../../shared/numerics/random.ts'
import type { BatchRule } from './batch-rule.ts'
import { selectExamples } from './example-set.ts'
import type { Network } from './network.ts'
import { streams } from './streams.ts'
import { tokenFrequencyBatches } from './token-frequency-batches.ts'

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
