import * as v from 'valibot'
import { realField } from '../field.ts'
import { adamFields } from './common.ts'

/** Adam with coupled L2: decay · w is added to the gradient before the moments. */
export const adamOptimizer = v.pipe(v.strictObject({
  kind: v.literal('adam'),
  ...adamFields,
  weightDecay: realField({ title: 'L2 decay', description: 'Coupled: decay · w is added to the gradient.' }, { min: 0, max: 1000, initial: 0 })
}), v.title('Adam with coupled L2'), v.description('The decay term goes through the moments.'))
