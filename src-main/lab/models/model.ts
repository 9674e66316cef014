import type * as tf from '@tensorflow/tfjs-core'
import type { Operands } from '../example-set.ts'
import type { ParameterDeclaration } from '../parameters.ts'

export type { TaskShape } from '../../../shared/catalogue/tasks/index.ts'
export type Weights = Record<string, tf.Tensor>

/** State of a model that no gradient moves, such as running statistics: the same value everywhere at the start. */
export interface BufferDeclaration {
  name: string
  shape: readonly number[]
  initial: number
}

/** One use of a model: in training it draws dropout masks and moves its buffers, in evaluation it does neither. */
export interface Pass {
  /** Two int32, new at each step; null in evaluation. */
  seed: tf.Tensor1D | null
  buffers: Readonly<Record<string, tf.Tensor>>
  /** Gives a buffer its value for the next step; called in training only. */
  setBuffer(name: string, value: tf.Tensor): void
}

/** A network on the operands of a task. */
export interface Model {
  parameters: readonly ParameterDeclaration[]
  buffers: readonly BufferDeclaration[]
  /** Examples that an evaluation takes at once; absent where the size of the logits decides. */
  largestBatch?: number
  /** Logits [batch, classes], for operands [batch] as int32 each. */
  logits(weights: Weights, operands: Operands, pass: Pass): tf.Tensor2D
  /** Activations of the first hidden layer, [batch, hidden]; absent where the model has no such layer on all its tokens. */
  firstHidden?(weights: Weights, operands: Operands): tf.Tensor2D
  /** What the inspector calls the embedding: one row for each token of an operand, [tokens, width]. */
  embedding(weights: Weights, buffers: Pass['buffers']): tf.Tensor2D
  embeddingShape: readonly [rows: number, columns: number]
  /** The parameter E whose rows are token embeddings, symbols included; null where the model has none or does not train it. */
  embeddingTensor: string | null
  /** The parameter W that the embeddings (or inputs) meet first; null where there is no such matrix. */
  firstWeights: string | null
  /** Frees constants that the model keeps, such as pictures. */
  dispose?(): void
}

/** A pass that only looks. */
export function evaluationPass(buffers: Readonly<Record<string, tf.Tensor>> = {}): Pass {
  return { seed: null, buffers, setBuffer() { throw new Error('an evaluation must not change buffers') } }
}

/** A weight as a matrix. */
export function matrix(weights: Weights, name: string): tf.Tensor2D {
  return weights[name] as tf.Tensor2D
}

/** A weight as a vector, such as a bias. */
export function vector(weights: Weights, name: string): tf.Tensor1D {
  return weights[name] as tf.Tensor1D
}

