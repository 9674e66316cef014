import { choiceField, integerField, realField, switchField } from '../field.ts'

export const activationField = choiceField({ title: 'Activation', description: 'Non-linearity of the hidden units.' }, ['relu', 'gelu', 'quadratic'], 'relu')

export const hiddenWidthField = integerField({ title: 'Hidden width', description: 'Units of each hidden layer.' }, { min: 1, max: 8192, initial: 512 })

export const hiddenLayersField = integerField({ title: 'Hidden layers', description: 'Number of hidden layers.' }, { min: 1, max: 8, initial: 1 })

export const embeddingWidthField = integerField({ title: 'Embedding width', description: 'Dimensions of each token’s embedding.' }, { min: 1, max: 2048, initial: 128 })

/** What an MLP is given of an example. */
export const inputsField = choiceField({
  title: 'Inputs', description: 'The operands alone, or every token of the task’s sequence, symbols such as = included.'
}, ['operands', 'sequence'], 'operands')

/** How weights start. */
export const initializationField = choiceField({
  title: 'Initialization',
  description: 'Scaled normal: N(0, 1 / inputs), for relu and gelu N(0, 2 / inputs), biases zero. Torch: PyTorch’s defaults, uniform in ±1 / √inputs, embeddings N(0, 1).'
}, ['scaled-normal', 'torch'], 'scaled-normal')

/** Dropout after each block or hidden layer; the mask is new at each step. */
export const dropoutField = realField({ title: 'Dropout', description: 'Share of activations that a training step sets to 0; the others are scaled up.' }, { min: 0, max: 0.9, initial: 0 })

/** Of models with a trained embedding. */
export const embeddingFields = {
  embeddingInitialization: choiceField({
    title: 'Initial embedding',
    description: 'As the rest, or the symmetric Toeplitz matrix of a random vector (Gu et al. 2025, App. E), which needs a width of at least the vocabulary.'
  }, ['default', 'toeplitz'], 'default'),
  embeddingScale: realField({ title: 'Embedding scale', description: 'Factor of the initial embedding; small ones speed convergence (paper 1, §4.3).' }, { min: 0, max: 1000, initial: 1 }),
  embeddingTrained: switchField({ title: 'Train the embedding', description: 'Off: the embedding stays as it starts (frozen).' }, true)
}
