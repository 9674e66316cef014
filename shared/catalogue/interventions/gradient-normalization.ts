import * as v from 'valibot'
import { realField } from '../field.ts'

/** NeuralGrok's ablation, and the control that belongs beside it: the gradient is scaled to one global norm. */
export const gradientNormalization = v.pipe(v.strictObject({
  kind: v.literal('gradient-normalization'),
  norm: realField({ title: 'Norm c', description: 'Norm of the gradient over all weights together: g′ = c · g / ‖g‖₂.' }, { min: 0, max: 1000, initial: 1 })
}), v.title('Gradient normalization'), v.description('g′ = c · g / ‖g‖₂ over all weights together: the control of NeuralGrok, as fast as it in a re-implementation (arXiv 2504.17243, §3.2).'))
