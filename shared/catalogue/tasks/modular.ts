import * as v from 'valibot'
import { choiceField, integerField, realField, textField } from '../field.ts'

/** Power et al. 2022: a binary operation on residues, every pair (x, y), split once by fraction and seed. */
export const modularTask = v.pipe(v.strictObject({
  kind: v.literal('modular'),
  operation: choiceField({
    title: 'Operation',
    description: 'x ∘ y modulo p. Division leaves out y = 0 and needs a prime modulus. A polynomial is written as an expression.'
  }, ['add', 'subtract', 'multiply', 'divide', 'polynomial'], 'add'),
  expression: textField({
    title: 'Expression',
    description: 'A polynomial in x and y with whole coefficients, for example x^2 + x*y + y^2. Used by the operation polynomial only.'
  }, 200, ''),
  modulus: integerField({ title: 'Modulus p', description: 'Residues 0 … p − 1.' }, { min: 2, max: 1009, initial: 113 }),
  trainFraction: realField({
    title: 'Training fraction',
    description: 'Share of all pairs that is trained on; ⌊fraction · pairs⌋ pairs, the rest are the test set.'
  }, { min: 0, max: 1, initial: 0.3 }),
  splitSeed: integerField({ title: 'Split seed', description: 'Seed of the shuffle that splits the pairs.' }, { min: 0, max: 2147483647, initial: 0 })
}), v.title('Modular arithmetic'), v.description('x ∘ y modulo p over all pairs of residues.'))
