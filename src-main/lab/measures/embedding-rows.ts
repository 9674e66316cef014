import type * as tf from '@tensorflow/tfjs-core'
import type { Network } from '../network.ts'
import { entryOf, type ParameterEntry } from '../parameters.ts'
import type { BatchEvaluation, Evaluation } from './measure.ts'

/** The trained embedding E, [rows, width], symbols included; null where the model has none. */
export function trainedEmbedding({ model, layout }: Network): ParameterEntry | null {
  return model.embeddingTensor === null ? null : entryOf(layout, model.embeddingTensor)
}

/** ∂L/∂E over the next step's batch, [rows, width]. Throws where the model has no trained embedding. */
export function embeddingGradientRows({ network, batchGradients }: BatchEvaluation): tf.Tensor2D {
  const position = network.layout.entries.findIndex(({ name }) => name === network.model.embeddingTensor)
  if (position < 0) throw new Error('this model has no trained embedding')
  return batchGradients()[position] as tf.Tensor2D
}

/** The rows whose norms are of interest: E with its symbols, or what the model shows as its embedding. */
export function normedRows({ network: { model }, weights, buffers }: Evaluation): tf.Tensor2D {
  return model.embeddingTensor === null ? model.embedding(weights, buffers) : weights[model.embeddingTensor] as tf.Tensor2D
}
