import * as tf from '@tensorflow/tfjs-core'
import type { BatchConfig } from '../../shared/catalogue/batches/index.ts'
import type { BatchRule } from './batch-rule.ts'
import { selectExamples, sizeOfSet } from './example-set.ts'
import type { Network } from './network.ts'
import { entryOf } from './parameters.ts'
import { seedFor } from './primitives/dropout.ts'
import { gatherRows } from './primitives/gather.ts'
import { statelessUniform } from './primitives/stateless-random.ts'
import { floats } from './state.ts'

/** Of the seeds of a step: beyond those of dropout masks, before those of interventions. */
const purpose = 500_000

type TokenFrequencyConfig = Extract<BatchConfig, { kind: 'token-frequency' }>

/** −log(−log u): added to log-weights, its largest elements are a draw without replacement (Gumbel; Kool et al. 2019). */
function gumbel(shape: number[], seed: tf.Tensor1D): tf.Tensor1D {
  return tf.neg(tf.log(tf.neg(tf.log(statelessUniform(shape, seed) as tf.Tensor1D))))
}

/** Token ids of the operands of every example, [examples] each. */
function tokenIds({ task }: Network, operands: readonly tf.Tensor1D[]): tf.Tensor1D[] {
  return task.sequence.flatMap((slot) => 'operand' in slot ? [tf.add<tf.Tensor1D>(operands[slot.operand], tf.scalar(slot.offset, 'int32'))] : [])
}

/**
 * Batches whose tokens follow the optimum of paper 1, §4.2: p*_i ∝ exp(L_i² / γ), with L_i a moving average of the norm of token i's
 * gradient row. An example's weight is the product over its operands. The paper derives p* and does not use it: an extension.
 */
export function tokenFrequencyBatches({ size, temperature, smoothing }: TokenFrequencyConfig, network: Network): BatchRule {
  const embedding = network.model.embeddingTensor
  if (embedding === null) throw new Error('batches by token frequency need a trained embedding')
  return {
    feeds: [{}],
    feedsAt: () => 0,
    hostFeeds: () => ({}),
    state: { 'gradient-norm': floats([entryOf(network.layout, embedding).shape[0]]) },
    isRandom: true,
    choose({ train, state, seed }) {
      const score = tf.mul<tf.Tensor1D>(tf.square(state['gradient-norm']), 1 / temperature)
      const scores = tokenIds(network, train.operands).map((ids) => gatherRows(score, ids)).reduce((a, b) => tf.add(a, b))
      const { indices } = tf.topk(tf.add(scores, gumbel([sizeOfSet(train)], seedFor(seed, purpose))), size)
      return selectExamples(train, indices as tf.Tensor1D)
    },
    learn(gradients, state) {
      const norms = tf.sqrt(tf.sum(tf.square(gradients[embedding]), 1))
      return { 'gradient-norm': tf.add(tf.mul(state['gradient-norm'], smoothing), tf.mul(norms, 1 - smoothing)) }
    }
  }
}
