import * as v from 'valibot'
import { activationField, dropoutField, hiddenLayersField, hiddenWidthField, initializationField, inputsField } from './common.ts'

/** One-hot tokens, concatenated, then an MLP: a fixed one-hot embedding. */
export const mlpOneHotModel = v.pipe(v.strictObject({
  kind: v.literal('mlp-one-hot'),
  hiddenLayers: hiddenLayersField,
  hiddenWidth: hiddenWidthField,
  activation: activationField,
  inputs: inputsField,
  initialization: initializationField,
  dropout: dropoutField
}), v.title('MLP on one-hot inputs'), v.description('Concatenated one-hot tokens, then an MLP.'))
