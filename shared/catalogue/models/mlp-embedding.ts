import * as v from 'valibot'
import { integerField } from '../field.ts'
import { activationField, hiddenWidthField } from './common.ts'

/** Both operands share an embedding table; the two rows are concatenated and fed to the MLP. */
export const mlpEmbeddingModel = v.pipe(v.strictObject({
  kind: v.literal('mlp-embedding'),
  embeddingWidth: integerField({ title: 'Embedding width', description: 'Dimensions of each token’s embedding.' }, { min: 1, max: 2048, initial: 128 }),
  hiddenLayers: integerField({ title: 'Hidden layers', description: 'Number of hidden layers.' }, { min: 1, max: 8, initial: 1 }),
  hiddenWidth: hiddenWidthField,
  activation: activationField
}), v.title('MLP with embedding'), v.description('Shared embedding of x and y, concatenated, then an MLP.'))
