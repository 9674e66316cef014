import * as tf from '@tensorflow/tfjs-core'
import type { OptimizerConfig } from '../../../shared/catalogue/optimizers/index.ts'
import { adamFeeds, adamSlots, adamStep } from './adam-moments.ts'
import { warmedUpRate, type Optimizer, type UpdateInput } from './optimizer.ts'

type AdamwConfig = Extract<OptimizerConfig, { kind: 'adamw' }>

/** What the decay towards the initial weights w₀ gives back: rate · decay · w₀. */
function restored({ slots, feeds, rates }: UpdateInput): tf.Tensor1D {
  const amount = tf.mul<tf.Tensor1D>(slots.initial, feeds.lost)
  return rates === null ? amount : tf.mul(amount, rates)
}

/**
 * Loshchilov and Hutter 2019, in PyTorch's order: w ← (1 − rate · decay) · w, then Adam's step on the plain gradient. Towards the initial
 * weights: w ← w + rate · decay · (w₀ − w) (Power et al. 2022, `to_init`).
 */
export function adamw(config: AdamwConfig): Optimizer {
  const isToInitial = config.decayTowards === 'initial'
  return {
    slots: isToInitial ? [...adamSlots, { name: 'initial', start: 'weights' }] : adamSlots,
    feedNames: ['stepSize', 'rootCorrection', 'kept', 'lost'],
    feeds(step) {
      const lost = warmedUpRate(config, step) * config.weightDecay
      return { ...adamFeeds(config, step), kept: 1 - lost, lost }
    },
    update(input) {
      const { parameters, feeds, rates } = input
      const step = adamStep(config, input)
      const shrunk = tf.mul<tf.Tensor1D>(parameters, rates === null ? feeds.kept : tf.sub(1, tf.mul(rates, feeds.lost)))
      const target = isToInitial ? tf.add<tf.Tensor1D>(shrunk, restored(input)) : shrunk
      return { parameters: tf.sub(target, step.change), slots: step.slots }
    }
  }
}
