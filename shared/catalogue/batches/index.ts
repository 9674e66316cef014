import * as v from 'valibot'
import { integerField } from '../field.ts'

export const fullBatch = v.pipe(v.strictObject({ kind: v.literal('full') }),
  v.title('Full batch'), v.description('Every step sees all training examples.'))

export const miniBatch = v.pipe(v.strictObject({
  kind: v.literal('minibatch'),
  size: integerField({ title: 'Batch size', unit: 'examples', description: 'Examples of a step, drawn by shuffling each epoch; a last short batch is dropped.' }, { min: 1, max: 1_000_000, initial: 512 })
}), v.title('Minibatch'), v.description('Each step sees a part of the shuffled training set.'))

export const batchKinds = [fullBatch, miniBatch] as const
export const batchSchema = v.variant('kind', [fullBatch, miniBatch])
export type BatchConfig = v.InferOutput<typeof batchSchema>
