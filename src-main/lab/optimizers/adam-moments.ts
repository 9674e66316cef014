import * as tf from '@tensorflow/tfjs-core'
import { warmedUpRate, type OptimizerSlot, type UpdateInput } from './optimizer.ts'

/** Fields that Adam and AdamW share. */
export interface AdamConfig {
  learningRate: number
  beta1: number
  beta2: number
  epsilon: number
  warmupSteps: number
}

type Slots = Record<string, tf.Tensor1D>
type AdamInput = Omit<UpdateInput, 'parameters'>

export const adamSlots: readonly OptimizerSlot[] = [{ name: 'moment1', start: 'zero' }, { name: 'moment2', start: 'zero' }]

/** Step size rate / (1 − β₁ᵗ) and 1 / √(1 − β₂ᵗ), as PyTorch orders Kingma and Ba's bias correction. */
export function adamFeeds(config: AdamConfig, step: number): { stepSize: number; rootCorrection: number } {
  return {
    stepSize: warmedUpRate(config, step) / (1 - config.beta1 ** step),
    rootCorrection: 1 / Math.sqrt(1 - config.beta2 ** step)
  }
}

/** New moments of a gradient, and the amount that Adam subtracts from the weights. */
export function adamStep(config: AdamConfig, { gradient, slots, feeds, rates, redirect }: AdamInput): { slots: Slots; change: tf.Tensor1D } {
  const { beta1, beta2, epsilon } = config
  const moment1 = tf.add<tf.Tensor1D>(tf.mul(slots.moment1, beta1), tf.mul(gradient, 1 - beta1))
  const moment2 = tf.add<tf.Tensor1D>(tf.mul(slots.moment2, beta2), tf.mul(tf.square(gradient), 1 - beta2))
  const root = tf.add(tf.mul(tf.sqrt(moment2), feeds.rootCorrection), epsilon)
  const change = tf.mul<tf.Tensor1D>(redirect(tf.div(moment1, root)), feeds.stepSize)
  return { slots: { moment1, moment2 }, change: rates === null ? change : tf.mul(change, rates) }
}
