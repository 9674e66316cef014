import { choiceField, integerField } from '../field.ts'

export const activationField = choiceField({ title: 'Activation', description: 'Non-linearity of the hidden units.' }, ['relu', 'gelu', 'quadratic'], 'relu')

export const hiddenWidthField = integerField({ title: 'Hidden width', description: 'Units of each hidden layer.' }, { min: 1, max: 8192, initial: 512 })
