import * as v from 'valibot'
import { realField } from '../field.ts'

/** Gaussian noise on the gradient before the optimizer. */
export const gradientNoise = v.pipe(v.strictObject({
  kind: v.literal('gradient-noise'),
  deviation: realField({ title: 'Deviation σ', description: 'Of the noise on each entry of the gradient; 0.01 is a RECONSTRUCTION.' }, { min: 0, max: 100, initial: 0.01 })
}), v.title('Gradient noise'), v.description('Gaussian noise on the gradient, g + N(0, σ²), before the optimizer (beside the noises of arXiv 2412.10898, RECONSTRUCTION).'))
