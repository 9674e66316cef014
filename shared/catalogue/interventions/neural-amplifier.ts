import * as v from 'valibot'
import { choiceField, integerField, realField, textField } from '../field.ts'

/** NeuralGrok (arXiv 2504.17243): a small network, trained beside the model, weighs the entries of each tensor's gradient. */
export const neuralAmplifier = v.pipe(v.strictObject({
  kind: v.literal('neural-amplifier'),
  hiddenLayers: integerField({ title: 'Hidden layers', description: 'Of the amplifier: 2 for the tasks modulo 97, 1 for the task modulo 7.' }, { min: 1, max: 4, initial: 2 }),
  hiddenWidth: integerField({ title: 'Hidden width', description: 'Units of each of its layers: 128, and 1,152 for the task modulo 7.' }, { min: 1, max: 2048, initial: 128 }),
  norm: realField({ title: 'Norm c', description: 'Norm of each tensor’s gradient afterwards; the paper says 1, its code 0.2.' }, { min: 1e-6, max: 1000, initial: 0.2 }),
  clip: v.optional(v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1000),
    v.title('Clip'), v.description('Largest global norm after the amplifier, as the authors’ code has it; empty: no clip.'))), 1),
  outerFraction: realField({ title: 'Outer fraction', description: 'Share of all examples that is taken from the training set for the outer loss: 1 of its 50 parts.' }, { min: 0, max: 0.5, initial: 0.01 }),
  outerInterval: integerField({ title: 'Outer interval T', unit: 'steps', description: 'The amplifier is trained at every T-th step: 4, and 1 for the task modulo 7. Such a step needs two more gradients, or one on full batches, and takes about three times as long.' }, { min: 1, max: 10_000, initial: 4 }),
  outerLearningRate: realField({ title: 'Outer learning rate', description: 'Of Adam on the amplifier, with β₁ 0.9 and β₂ 0.98.' }, { min: 0, max: 10, initial: 1e-4 }),
  outerWeightDecay: realField({ title: 'Outer L2 decay', description: 'Coupled decay of the amplifier’s weights.' }, { min: 0, max: 100, initial: 1e-3 }),
  weightsFrom: textField({
    title: 'Weights from', description: 'The run whose trained amplifier is used and not trained further, as its id, or id@step; empty: a new one is trained.'
  }, 80, ''),
  form: choiceField({
    title: 'Form', description: 'Piecewise evaluates the network once on each of its linear pieces, plain on every gradient entry: the same values, a hundred times the work.'
  }, ['piecewise', 'plain'], 'piecewise'),
  pieces: integerField({ title: 'Pieces', description: 'Room for linear pieces of the amplifier, rounded up to a power of two; a run that needs more ends and says so.' }, { min: 16, max: 16_384, initial: 512 })
}), v.title('Neural amplifier'), v.description('NeuralGrok: g′ = c · (p ⊙ g) / ‖p ⊙ g‖₂ for each tensor, p = softmax of a learned network of each entry (arXiv 2504.17243, eq. 2).'))
