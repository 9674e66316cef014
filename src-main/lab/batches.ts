import type { BatchConfig } from '../../shared/catalogue/batches/index.ts'
import { permutation, randomSource } from '../../shared/numerics/random.ts'
import { streams } from './streams.ts'

/** The batches of a run: which training examples each step sees. */
export interface BatchOrder {
  /** Examples of a batch. */
  size: number
  /** Positions in the training set for the step after `done` steps, [size]. Depends on nothing but the seed and `done`. */
  indices(done: number): Int32Array
}

/**
 * Minibatches by a shuffle of its own for each epoch, a last short batch being dropped; null for the full batch.
 * A resumed run needs no generator state. The last epoch's shuffle is kept, as the next step mostly needs it again.
 */
export function batchOrder(config: BatchConfig, trainSize: number, seed: number): BatchOrder | null {
  if (config.kind === 'full') return null
  const { size } = config
  const batchesPerEpoch = Math.floor(trainSize / size)
  let shuffled: { epoch: number; order: Int32Array } = { epoch: -1, order: new Int32Array(0) }
  return {
    size,
    indices(done) {
      const epoch = Math.floor(done / batchesPerEpoch)
      if (shuffled.epoch !== epoch) shuffled = { epoch, order: permutation(trainSize, randomSource(seed, streams.batches, epoch)) }
      const start = (done % batchesPerEpoch) * size
      return shuffled.order.slice(start, start + size)
    }
  }
}
