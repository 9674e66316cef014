import * as v from 'valibot'
import { realField } from '../field.ts'

/** Power et al. 2022: training passes see every weight with fresh Gaussian noise; the stored weights have none. */
export const weightNoise = v.pipe(v.strictObject({
  kind: v.literal('weight-noise'),
  deviation: realField({ title: 'Deviation', description: 'Of the noise on each weight in a training pass.' }, { min: 0, max: 100, initial: 0.01 })
}), v.title('Weight noise'), v.description('Each training pass sees w + σ · ξ in place of every weight w, ξ ~ N(0, 1) (Power et al. 2022).'))
