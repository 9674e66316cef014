import * as v from 'valibot'
import { choiceField, integerField, switchField } from '../field.ts'
import { activationField, dropoutField, embeddingFields } from './common.ts'

/** A decoder with learned positions and untied unembedding, read at the last position; Nanda et al. 2023 without any option. */
export const transformerModel = v.pipe(v.strictObject({
  kind: v.literal('transformer'),
  layers: integerField({ title: 'Layers', description: 'Attention and MLP blocks.' }, { min: 1, max: 8, initial: 1 }),
  width: integerField({ title: 'Width', description: 'Dimensions of the residual stream.' }, { min: 2, max: 2048, initial: 128 }),
  heads: integerField({ title: 'Heads', description: 'Attention heads; must divide the width.' }, { min: 1, max: 64, initial: 4 }),
  mlpWidth: integerField({ title: 'MLP width', description: 'Hidden units of each MLP block.' }, { min: 1, max: 8192, initial: 512 }),
  activation: activationField,
  normalization: choiceField({
    title: 'LayerNorm',
    description: 'None (Nanda et al.); before each part (pre); after each sum (post, Power et al.); or of the residual stream itself before attention, as NeuralGrok’s code does. Pre and NeuralGrok’s also normalize before the output.'
  }, ['none', 'pre', 'post', 'neuralgrok'], 'none'),
  attentionBias: switchField({ title: 'Attention biases', description: 'Biases of queries, keys, values and attention output.' }, false),
  inputs: choiceField({
    title: 'Inputs', description: 'A trained embedding, or no embedding: the token’s number times one trained vector (RECONSTRUCTION of paper 1’s switch).'
  }, ['embedding', 'numbers'], 'embedding'),
  initialization: choiceField({
    title: 'Initialization',
    description: 'Scaled normal: matrices N(0, 1 / width), the unembedding N(0, 1 / vocabulary), biases zero (Nanda et al.). Width normal: the unembedding N(0, 1 / width) too (Gu et al. 2025). Torch: PyTorch’s defaults, uniform in ±1 / √inputs, but queries, keys and values in ±√(6 / (4 · width)) with biases zero; embeddings N(0, 1).'
  }, ['scaled-normal', 'width-normal', 'torch'], 'scaled-normal'),
  dropout: dropoutField,
  ...embeddingFields
}), v.title('Transformer'), v.description('Decoder on the task’s sequence, read at its last token.'))
