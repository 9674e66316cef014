import { integerField, realField } from '../field.ts'

export const learningRateField = realField({ title: 'Learning rate', description: 'Step size after warm-up.' }, { min: 0, max: 100, initial: 1e-3 })

export const warmupStepsField = integerField({
  title: 'Warm-up', unit: 'steps', description: 'The rate grows linearly over this many steps: rate · min(step / warm-up, 1), step counted from 1.'
}, { min: 0, max: 1_000_000, initial: 0 })

export const adamFields = {
  learningRate: learningRateField,
  beta1: realField({ title: 'β₁', description: 'Decay of the first moment.' }, { min: 0, max: 0.999999, initial: 0.9 }),
  beta2: realField({ title: 'β₂', description: 'Decay of the second moment.' }, { min: 0, max: 0.9999999, initial: 0.98 }),
  epsilon: realField({ title: 'ε', description: 'Added to the root of the second moment.' }, { min: 1e-30, max: 1, initial: 1e-8 }),
  warmupSteps: warmupStepsField
}
