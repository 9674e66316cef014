import * as v from 'valibot'
import { choiceField, realField } from '../field.ts'

/** NeuralGrok's ablation, and the control that belongs beside it: the gradient is scaled to one norm. */
export const gradientNormalization = v.pipe(v.strictObject({
  kind: v.literal('gradient-normalization'),
  norm: realField({ title: 'Norm c', description: 'Norm of the gradient afterwards: g′ = c · g / ‖g‖₂.' }, { min: 0, max: 1000, initial: 1 }),
  scope: choiceField({
    title: 'Scope', description: 'What gets the norm c: all weights together, which is the paper’s ablation, or each tensor by itself, which is a neural amplifier that weighs all entries of a tensor alike.'
  }, ['model', 'tensor'], 'model')
}), v.title('Gradient normalization'), v.description('g′ = c · g / ‖g‖₂: the control of NeuralGrok, as fast as it in a re-implementation (arXiv 2504.17243, §3.2).'))
