import * as v from 'valibot'
import { integerField } from '../field.ts'

/** Gromov 2023 (arXiv 2301.02679): f = W (U e_x + V e_y)², no biases. */
export const quadraticMlpModel = v.pipe(v.strictObject({
  kind: v.literal('quadratic-mlp'),
  hiddenWidth: integerField({ title: 'Hidden width', description: 'Number of quadratic units N.' }, { min: 1, max: 8192, initial: 500 })
}), v.title('Quadratic MLP'), v.description('One hidden layer of squared units on one-hot inputs, without biases.'))
