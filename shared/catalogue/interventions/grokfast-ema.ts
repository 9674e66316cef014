import * as v from 'valibot'
import { realField } from '../field.ts'

/** Lee et al. 2024 (arXiv 2405.20233): the slow part of the gradient, as an exponential mean, is amplified. */
export const grokfastEma = v.pipe(v.strictObject({
  kind: v.literal('grokfast-ema'),
  alpha: realField({ title: 'α', description: 'Weight of the past in μ ← α · μ + (1 − α) · g, which starts as the first gradient.' }, { min: 0, max: 0.999999, initial: 0.98 }),
  lambda: realField({ title: 'λ', description: 'g + λ · μ goes to the optimizer. It multiplies the step by up to 1 + λ: compare with that learning rate too.' }, { min: 0, max: 1000, initial: 2 })
}), v.title('Grokfast, exponential mean'), v.description('g′ = g + λ · μ with μ ← α · μ + (1 − α) · g (Lee et al. 2024, arXiv 2405.20233, Grokfast-EMA).'))
