import * as v from 'valibot'
import { realField } from '../field.ts'

/** PyTorch's `clip_grad_norm_` over all weights together. */
export const gradientClip = v.pipe(v.strictObject({
  kind: v.literal('gradient-clip'),
  norm: realField({ title: 'Largest norm', description: 'Gradients with a larger global norm are scaled by largest norm / (‖g‖₂ + 10⁻⁶).' }, { min: 0, max: 1000, initial: 1 })
}), v.title('Gradient clip'), v.description('g′ = g · min(1, c / (‖g‖₂ + 10⁻⁶)) over all weights together, as PyTorch’s clip_grad_norm_ does.'))
