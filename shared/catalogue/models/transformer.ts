import * as v from 'valibot'
import { integerField } from '../field.ts'
import { activationField } from './common.ts'

/** Nanda et al. 2023: decoder without LayerNorm, learned positions, untied unembedding, read at the last position. */
export const transformerModel = v.pipe(v.strictObject({
  kind: v.literal('transformer'),
  layers: integerField({ title: 'Layers', description: 'Attention and MLP blocks.' }, { min: 1, max: 8, initial: 1 }),
  width: integerField({ title: 'Width', description: 'Dimensions of the residual stream.' }, { min: 2, max: 2048, initial: 128 }),
  heads: integerField({ title: 'Heads', description: 'Attention heads; must divide the width.' }, { min: 1, max: 64, initial: 4 }),
  mlpWidth: integerField({ title: 'MLP width', description: 'Hidden units of each MLP block.' }, { min: 1, max: 8192, initial: 512 }),
  activation: activationField
}), v.title('Transformer'), v.description('Decoder without LayerNorm on the tokens x, y and =, read at =.'))
