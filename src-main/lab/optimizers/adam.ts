import * as tf from '@tensorflow/tfjs-core'
import type { OptimizerConfig } from '../../../shared/catalogue/optimizers/index.ts'
import { adamFeeds, adamSlots, adamStep } from './adam-moments.ts'
import type { Optimizer } from './optimizer.ts'

/** Kingma and Ba 2015 with coupled L2: decay · w is added to the gradient before the moments. */
export function adam(config: Extract<OptimizerConfig, { kind: 'adam' }>): Optimizer {
  return {
    slots: adamSlots,
    feedNames: ['stepSize', 'rootCorrection'],
    feeds: (step) => adamFeeds(config, step),
    update({ parameters, gradient, ...others }) {
      const decayed = config.weightDecay === 0 ? gradient : tf.add<tf.Tensor1D>(gradient, tf.mul(parameters, config.weightDecay))
      const step = adamStep(config, { ...others, gradient: decayed })
      return { parameters: tf.sub(parameters, step.change), slots: step.slots }
    }
  }
}
