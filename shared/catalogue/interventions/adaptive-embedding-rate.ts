import * as v from 'valibot'
import { integerField, realField } from '../field.ts'

/** Paper 1, Proposition 4.1 as a rule that is followed during training; the paper itself only ever uses a constant. */
export const adaptiveEmbeddingRate = v.pipe(v.strictObject({
  kind: v.literal('adaptive-embedding-rate'),
  factor: realField({ title: 'Factor k₀', description: 'c = k₀ · σ_max(E) / σ_max(W) · f_W / f_E, with f_W = 1 (RECONSTRUCTION).' }, { min: 0, max: 1000, initial: 1 }),
  everySteps: integerField({ title: 'Interval', unit: 'steps', description: 'Steps between two settings of c; σ and f are followed at every step.' }, { min: 1, max: 1_000_000, initial: 100 }),
  smoothing: realField({ title: 'Smoothing', description: 'Weight of the past in f_E, the share of used embedding rows that a batch touches; it starts as the first batch’s.' }, { min: 0, max: 0.9999, initial: 0.99 }),
  smallest: realField({ title: 'Smallest c', description: 'Lower bound of the ratio.' }, { min: 0, max: 1000, initial: 1 }),
  largest: realField({ title: 'Largest c', description: 'Upper bound of the ratio.' }, { min: 0, max: 1000, initial: 32 })
}), v.title('Adaptive embedding learning rate'), v.description('c = k₀ · σ_max(E) / σ_max(W) · f_W / f_E follows the singular values and update frequencies: an extension of arXiv 2505.15624, Prop. 4.1 (RECONSTRUCTION).'))
