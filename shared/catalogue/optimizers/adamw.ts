import * as v from 'valibot'
import { realField } from '../field.ts'
import { adamFields } from './common.ts'

/** Loshchilov and Hutter 2019: Adam with decoupled weight decay, w ← w − rate · decay · w. */
export const adamwOptimizer = v.pipe(v.strictObject({
  kind: v.literal('adamw'),
  ...adamFields,
  weightDecay: realField({ title: 'Weight decay', description: 'Decoupled: each step shrinks weights by rate · decay.' }, { min: 0, max: 1000, initial: 1 })
}), v.title('AdamW'), v.description('Adam with decoupled weight decay.'))
