import * as v from 'valibot'
import { choiceField, realField } from '../field.ts'
import { adamFields } from './common.ts'

/** Loshchilov and Hutter 2019: Adam with decoupled weight decay, w ← w − rate · decay · w; or towards the initial weights. */
export const adamwOptimizer = v.pipe(v.strictObject({
  kind: v.literal('adamw'),
  ...adamFields,
  weightDecay: realField({ title: 'Weight decay', description: 'Decoupled: each step shrinks weights by rate · decay.' }, { min: 0, max: 1000, initial: 1 }),
  decayTowards: choiceField({ title: 'Decay towards', description: 'Zero, or the initial weights: w ← w + rate · decay · (w₀ − w) (Power et al. 2022).' }, ['zero', 'initial'], 'zero')
}), v.title('AdamW'), v.description('Adam with decoupled weight decay.'))
