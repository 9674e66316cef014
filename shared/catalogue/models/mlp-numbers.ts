import * as v from 'valibot'
import { choiceField } from '../field.ts'
import { activationField, dropoutField, hiddenLayersField, hiddenWidthField, initializationField, inputsField } from './common.ts'

/** Paper 1, eq. 1: no embedding; the input is the vector of the token numbers themselves. */
export const mlpNumbersModel = v.pipe(v.strictObject({
  kind: v.literal('mlp-numbers'),
  hiddenLayers: hiddenLayersField,
  hiddenWidth: hiddenWidthField,
  activation: activationField,
  inputs: inputsField,
  scaling: choiceField({
    title: 'Scaling', description: 'The numbers as they are, or divided by the number of residues (RECONSTRUCTION: the paper does not say).'
  }, ['none', 'residues'], 'none'),
  initialization: initializationField,
  dropout: dropoutField
}), v.title('MLP on token numbers'), v.description('Token numbers as real inputs, without an embedding, then an MLP.'))
