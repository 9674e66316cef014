import * as v from 'valibot'
import { realField } from '../field.ts'

/** Paper 1, Adam-LR: the embedding's learning rate is a constant multiple of the others'. */
export const embeddingRate = v.pipe(v.strictObject({
  kind: v.literal('embedding-rate'),
  ratio: realField({ title: 'Ratio c', description: 'Learning rate of the embedding over that of all other weights; the paper uses 10.' }, { min: 0, max: 1000, initial: 10 })
}), v.title('Embedding learning rate'), v.description('Adam-LR: the learning rate of the embedding is c · η, that of all other weights η (arXiv 2505.15624, §4.3).'))
