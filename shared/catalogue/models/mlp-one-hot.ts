import * as v from 'valibot'
import { integerField } from '../field.ts'
import { activationField, hiddenWidthField } from './common.ts'

/** One-hot x and y, concatenated to 2p inputs, then an MLP. */
export const mlpOneHotModel = v.pipe(v.strictObject({
  kind: v.literal('mlp-one-hot'),
  hiddenLayers: integerField({ title: 'Hidden layers', description: 'Number of hidden layers.' }, { min: 1, max: 8, initial: 1 }),
  hiddenWidth: hiddenWidthField,
  activation: activationField
}), v.title('MLP on one-hot inputs'), v.description('Concatenated one-hot x and y, then an MLP.'))
