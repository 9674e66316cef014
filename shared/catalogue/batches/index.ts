import * as v from 'valibot'
import { choiceField, integerField, realField } from '../field.ts'

export const fullBatch = v.pipe(v.strictObject({ kind: v.literal('full') }),
  v.title('Full batch'), v.description('Every step sees all training examples.'))

const sizeField = (description: string) => integerField({ title: 'Batch size', unit: 'examples', description }, { min: 1, max: 1_000_000, initial: 512 })

export const miniBatch = v.pipe(v.strictObject({
  kind: v.literal('minibatch'),
  size: sizeField('Examples of a step, drawn by shuffling each epoch.'),
  lastBatch: choiceField({
    title: 'Last batch',
    description: 'What an epoch leaves over where the batch size does not divide the training set: dropped, or kept as a step on fewer examples, as PyTorch’s DataLoader does.'
  }, ['drop', 'keep'], 'drop')
}), v.title('Minibatch'), v.description('Each step sees a part of the shuffled training set.'))

export const tokenFrequencyBatch = v.pipe(v.strictObject({
  kind: v.literal('token-frequency'),
  size: sizeField('Examples of a step, drawn without replacement.'),
  temperature: realField({ title: 'Temperature γ', description: 'Tokens are drawn with p* ∝ exp(L² / γ): the smaller, the more those with large gradients are favoured. L² grows from about 1e-8 to 1e-3 in the paper’s runs; a γ far above is uniform (the value is a RECONSTRUCTION).' }, { min: 1e-12, max: 1e6, initial: 1e-4 }),
  smoothing: realField({ title: 'Smoothing', description: 'Weight of the past in L, the moving average of each token’s gradient norm.' }, { min: 0, max: 0.9999, initial: 0.9 })
}), v.title('By token frequency'), v.description('Batches that favour tokens with large embedding gradients, by the optimum of paper 1, §4.2: an extension, not an experiment of the paper.'))

export const batchKinds = [fullBatch, miniBatch, tokenFrequencyBatch] as const
export const batchSchema = v.variant('kind', batchKinds)
export type BatchConfig = v.InferOutput<typeof batchSchema>

/** Sizes of the batches of an epoch over a training set: the usual one first, then that of a last short batch where it is kept. */
export function batchSizes(batch: BatchConfig, trainSize: number): number[] {
  if (batch.kind === 'full') return [trainSize]
  const rest = trainSize % batch.size
  return batch.kind === 'minibatch' && batch.lastBatch === 'keep' && rest > 0 ? [batch.size, rest] : [batch.size]
}
