import * as v from 'valibot'
import { choiceField, integerField } from '../field.ts'
import { embeddingFields, embeddingWidthField } from './common.ts'

/** Paper 3: one LSTM layer over the task's sequence, read after the last token. Its input is a RECONSTRUCTION. */
export const lstmModel = v.pipe(v.strictObject({
  kind: v.literal('lstm'),
  hiddenWidth: integerField({ title: 'Hidden width', description: 'Units of the recurrent state.' }, { min: 1, max: 1024, initial: 20 }),
  inputs: choiceField({ title: 'Inputs', description: 'A trained embedding, or one-hot tokens (RECONSTRUCTION: the paper’s encoding is not known).' }, ['embedding', 'one-hot'], 'embedding'),
  embeddingWidth: embeddingWidthField,
  ...embeddingFields
}), v.title('LSTM'), v.description('One LSTM layer on the sequence, PyTorch’s initialization, then a linear output.'))
