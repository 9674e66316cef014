import * as v from 'valibot'
import { realField } from '../field.ts'
import { learningRateField, warmupStepsField } from './common.ts'

/** v ← momentum · v + (g + decay · w); w ← w − rate · v. */
export const sgdOptimizer = v.pipe(v.strictObject({
  kind: v.literal('sgd'),
  learningRate: learningRateField,
  momentum: realField({ title: 'Momentum', description: 'Share of the previous update that is kept.' }, { min: 0, max: 0.999999, initial: 0.9 }),
  weightDecay: realField({ title: 'L2 decay', description: 'Coupled: decay · w is added to the gradient.' }, { min: 0, max: 1000, initial: 0 }),
  warmupSteps: warmupStepsField
}), v.title('SGD with momentum'), v.description('Stochastic gradient descent with heavy-ball momentum.'))
