import * as v from 'valibot'
import { activationField, dropoutField, embeddingFields, embeddingWidthField, hiddenLayersField, hiddenWidthField, initializationField, inputsField } from './common.ts'

/** All tokens share an embedding table; their rows are concatenated and fed to the MLP. */
export const mlpEmbeddingModel = v.pipe(v.strictObject({
  kind: v.literal('mlp-embedding'),
  embeddingWidth: embeddingWidthField,
  hiddenLayers: hiddenLayersField,
  hiddenWidth: hiddenWidthField,
  activation: activationField,
  inputs: inputsField,
  initialization: initializationField,
  dropout: dropoutField,
  ...embeddingFields
}), v.title('MLP with embedding'), v.description('Shared embedding of the tokens, concatenated, then an MLP.'))
