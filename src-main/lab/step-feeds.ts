import * as tf from '@tensorflow/tfjs-core'
import { randomSource } from '../../shared/numerics/random.ts'
import type { HostArray, TensorSpec } from '../../shared/program.ts'
import type { RunParts } from './run-parts.ts'
import { streams } from './streams.ts'

/** Two words of 30 bits for the step after `done` steps, so that what is added to them does not overflow. */
function stepSeed(seed: number, done: number): Int32Array {
  const source = randomSource(seed, streams.steps, done)
  return Int32Array.of(source.bits() >>> 2, source.bits() >>> 2)
}

/** The name of a function for the given one of the rule's sizes of batch. */
export function sizedName(name: string, which: number): string {
  return which === 0 ? name : `${name}-short`
}

/** What a function is fed with that needs the examples of a step, of the given one of the rule's sizes, and its random numbers. */
export function batchFeedSpecs({ batches, isRandom }: RunParts, which: number): Record<string, TensorSpec> {
  return { ...batches.feeds[which], ...(isRandom ? { seed: { shape: [2], dtype: 'int32' } } : {}) }
}

/** Its values for the step after `done` steps. */
export function batchFeeds({ batches, isRandom, config }: RunParts, done: number): Record<string, HostArray> {
  return { ...batches.hostFeeds(done), ...(isRandom ? { seed: stepSeed(config.seed, done) } : {}) }
}

/** The seed among a step's feeds; zeros for a step that draws nothing. */
export function stepSeedIn(feeds: Readonly<Record<string, tf.Tensor>>): tf.Tensor1D {
  return feeds.seed as tf.Tensor1D | undefined ?? tf.zeros<tf.Rank.R1>([2], 'int32')
}
