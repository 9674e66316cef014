import * as v from 'valibot'
import { integerField, realField } from '../field.ts'

/** Lee et al. 2024 (arXiv 2405.20233): the slow part of the gradient, as the mean of a window, is amplified. */
export const grokfastMa = v.pipe(v.strictObject({
  kind: v.literal('grokfast-ma'),
  window: integerField({ title: 'Window w', unit: 'steps', description: 'Gradients that the mean is over; nothing changes before so many are there. All of them are kept in memory and in checkpoints.' }, { min: 1, max: 1000, initial: 100 }),
  lambda: realField({ title: 'λ', description: 'g + λ · mean goes to the optimizer. It multiplies the step by up to 1 + λ: compare with that learning rate too.' }, { min: 0, max: 1000, initial: 5 })
}), v.title('Grokfast, moving average'), v.description('g′ = g + λ · mean of the last w gradients (Lee et al. 2024, arXiv 2405.20233, Grokfast-MA).'))
