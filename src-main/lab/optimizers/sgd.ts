import * as tf from '@tensorflow/tfjs-core'
import type { OptimizerConfig } from '../../../shared/catalogue/optimizers/index.ts'
import { warmedUpRate, type Optimizer } from './optimizer.ts'

/** Heavy-ball momentum: v ← momentum · v + (g + decay · w), w ← w − rate · v. */
export function sgd(config: Extract<OptimizerConfig, { kind: 'sgd' }>): Optimizer {
  return {
    slots: [{ name: 'velocity', start: 'zero' }],
    feedNames: ['rate'],
    feeds: (step) => ({ rate: warmedUpRate(config, step) }),
    update({ parameters, gradient, slots, feeds, rates, redirect }) {
      const decayed = config.weightDecay === 0 ? gradient : tf.add<tf.Tensor1D>(gradient, tf.mul(parameters, config.weightDecay))
      const velocity = tf.add<tf.Tensor1D>(tf.mul(slots.velocity, config.momentum), decayed)
      const change = tf.mul<tf.Tensor1D>(redirect(velocity), feeds.rate)
      return { parameters: tf.sub(parameters, rates === null ? change : tf.mul(change, rates)), slots: { velocity } }
    }
  }
}
