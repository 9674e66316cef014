import * as v from 'valibot'
import { realField } from '../field.ts'

/** Power et al. 2022: Gaussian noise on the optimizer's direction, before the step size. */
export const updateNoise = v.pipe(v.strictObject({
  kind: v.literal('update-noise'),
  deviation: realField({ title: 'Deviation', description: 'Of the noise on each entry of the update direction; 1 is a RECONSTRUCTION.' }, { min: 0, max: 100, initial: 1 })
}), v.title('Update noise'), v.description('The optimizer’s direction d becomes d + σ · ξ before the step size, ξ ~ N(0, 1) (Power et al. 2022).'))
