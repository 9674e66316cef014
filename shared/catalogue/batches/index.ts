import * as v from 'valibot'
import { integerField, realField } from '../field.ts'

export const fullBatch = v.pipe(v.strictObject({ kind: v.literal('full') }),
  v.title('Full batch'), v.description('Every step sees all training examples.'))

const sizeField = (description: string) => integerField({ title: 'Batch size', unit: 'examples', description }, { min: 1, max: 1_000_000, initial: 512 })

export const miniBatch = v.pipe(v.strictObject({
  kind: v.literal('minibatch'),
  size: sizeField('Examples of a step, drawn by shuffling each epoch; a last short batch is dropped.')
}), v.title('Minibatch'), v.description('Each step sees a part of the shuffled training set.'))

export const tokenFrequencyBatch = v.pipe(v.strictObject({
  kind: v.literal('token-frequency'),
  size: sizeField('Examples of a step, drawn without replacement.'),
  temperature: realField({ title: 'Temperature γ', description: 'Tokens are drawn with p* ∝ exp(L² / γ): the smaller, the more those with large gradients are favoured.' }, { min: 1e-12, max: 1e6, initial: 1 }),
  smoothing: realField({ title: 'Smoothing', description: 'Weight of the past in L, the moving average of each token’s gradient norm.' }, { min: 0, max: 0.9999, initial: 0.9 })
}), v.title('By token frequency'), v.description('Batches that favour tokens with large embedding gradients, by the optimum of paper 1, §4.2: an extension, not an experiment of the paper.'))

export const batchKinds = [fullBatch, miniBatch, tokenFrequencyBatch] as const
export const batchSchema = v.variant('kind', batchKinds)
export type BatchConfig = v.InferOutput<typeof batchSchema>
