import * as tf from '@tensorflow/tfjs-core'
import type { OptimizerConfig } from '../../../shared/catalogue/optimizers/index.ts'
import { adamFeeds, adamStep } from './adam-moments.ts'
import { warmedUpRate, type Optimizer } from './optimizer.ts'

/** Loshchilov and Hutter 2019, in PyTorch's order: w ← (1 − rate · decay) · w, then Adam's step on the plain gradient. */
export function adamw(config: Extract<OptimizerConfig, { kind: 'adamw' }>): Optimizer {
  return {
    slots: ['moment1', 'moment2'],
    feedNames: ['stepSize', 'rootCorrection', 'kept'],
    feeds: (step) => ({ ...adamFeeds(config, step), kept: 1 - warmedUpRate(config, step) * config.weightDecay }),
    update({ parameters, gradient, slots, feeds }) {
      const step = adamStep(config, { gradient, slots, feeds })
      return { parameters: tf.sub(tf.mul(parameters, feeds.kept), step.change), slots: step.slots }
    }
  }
}
