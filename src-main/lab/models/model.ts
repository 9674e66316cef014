import type * as tf from '@tensorflow/tfjs-core'
import type { ParameterDeclaration } from '../parameters.ts'

export type Weights = Record<string, tf.Tensor>

/** A network on pairs of tokens. */
export interface Model {
  parameters: readonly ParameterDeclaration[]
  /** Logits [batch, classes] at the last position, for operands x and y [batch] as int32. */
  logits(weights: Weights, x: tf.Tensor1D, y: tf.Tensor1D): tf.Tensor2D
  /** What the inspector calls the embedding: one row for each operand token, [tokens, width]. */
  embedding(weights: Weights): tf.Tensor2D
  embeddingShape: readonly [rows: number, columns: number]
}

/** What a model needs to know of its task. */
export interface TaskShape {
  tokens: number
  classes: number
}

/** A weight as a matrix. */
export function matrix(weights: Weights, name: string): tf.Tensor2D {
  return weights[name] as tf.Tensor2D
}

/** A weight as a vector, such as a bias. */
export function vector(weights: Weights, name: string): tf.Tensor1D {
  return weights[name] as tf.Tensor1D
}
