import * as tf from '@tensorflow/tfjs-core'
import type { ModelConfig } from '../../../shared/catalogue/models/index.ts'
import type { ParameterDeclaration } from '../parameters.ts'
import { activations } from '../primitives/elementwise.ts'
import { affine } from '../primitives/matrix.ts'
import { attend } from './attention.ts'
import type { Operands } from './hidden-layers.ts'
import { matrix, vector, type Model, type TaskShape, type Weights } from './model.ts'
import { combine, expand, map, type Stream } from './stream.ts'

export type TransformerConfig = Extract<ModelConfig, { kind: 'transformer' }>

/** Matrices are N(0, 1 / width), the unembedding N(0, 1 / vocabulary), biases zero (Nanda et al. 2023). */
function declare({ layers, width, mlpWidth }: TransformerConfig, { tokens, classes }: TaskShape): ParameterDeclaration[] {
  const deviation = 1 / Math.sqrt(width)
  const square = { shape: [width, width], deviation }
  const blocks = Array.from({ length: layers }, (_, index) => `layer-${index + 1}`).flatMap((layer) => [
    { name: `${layer}/query`, ...square },
    { name: `${layer}/key`, ...square },
    { name: `${layer}/value`, ...square },
    { name: `${layer}/attention-output`, ...square },
    { name: `${layer}/mlp-input`, shape: [width, mlpWidth], deviation },
    { name: `${layer}/mlp-input-bias`, shape: [mlpWidth], deviation: 0 },
    { name: `${layer}/mlp-output`, shape: [mlpWidth, width], deviation },
    { name: `${layer}/mlp-output-bias`, shape: [width], deviation: 0 }
  ])
  return [
    { name: 'embedding', shape: [tokens + 1, width], deviation },
    { name: 'position', shape: [3, width], deviation },
    ...blocks,
    { name: 'unembedding', shape: [width, classes], deviation: 1 / Math.sqrt(tokens + 1) }
  ]
}

/** One pass over a batch; holds what every layer needs. */
interface Pass {
  config: TransformerConfig
  weights: Weights
  operands: Operands
}

const project = (stream: Stream, weight: tf.Tensor2D): Stream => map(stream, (rows) => tf.matMul(rows as tf.Tensor2D, weight))

/** The residual stream at the positions of x, y and "=" before the first layer: the first two depend on one token each. */
function embed(weights: Weights): Stream[] {
  const [embedding, position] = [matrix(weights, 'embedding'), matrix(weights, 'position')]
  const [tokens, width] = [embedding.shape[0] - 1, embedding.shape[1]]
  const operandRows = tf.slice2d(embedding, [0, 0], [tokens, width])
  const equalsRow = tf.slice2d(embedding, [tokens, 0], [1, width])
  const at = (index: number) => tf.slice2d(position, [index, 0], [1, width])
  return [
    { rows: tf.add(operandRows, at(0)), of: 'x' },
    { rows: tf.add(operandRows, at(1)), of: 'y' },
    { rows: tf.add(equalsRow, at(2)), of: 'nothing' }
  ]
}

/** Attention of the given positions over those up to each (causal), before the output matrix. */
function attention({ config, weights, operands }: Pass, layer: string, residual: readonly Stream[], positions: readonly number[]): Stream[] {
  const last = Math.max(...positions)
  const visible = residual.slice(0, last + 1)
  const keys = visible.map((stream) => project(stream, matrix(weights, `${layer}/key`)))
  const values = visible.map((stream) => project(stream, matrix(weights, `${layer}/value`)))
  return positions.map((position) => {
    const query = project(residual[position], matrix(weights, `${layer}/query`))
    return attend({ query, keys: keys.slice(0, position + 1), values: values.slice(0, position + 1), heads: config.heads }, operands)
  })
}

function mlpActivations({ config, weights }: Pass, layer: string, input: tf.Tensor): tf.Tensor2D {
  return activations[config.activation](affine(input as tf.Tensor2D, matrix(weights, `${layer}/mlp-input`), vector(weights, `${layer}/mlp-input-bias`)))
}

/** A whole block at all three positions: what a later layer attends to. */
function block(pass: Pass, layer: string, residual: readonly Stream[]): Stream[] {
  const { weights, operands } = pass
  return attention(pass, layer, residual, [0, 1, 2]).map((mixed, position) => {
    const attended = project(mixed, matrix(weights, `${layer}/attention-output`))
    const middle = combine([residual[position], attended], operands, ([before, change]) => tf.add(before, change))
    return map(middle, (rows) => {
      const change = affine(mlpActivations(pass, layer, rows), matrix(weights, `${layer}/mlp-output`), vector(weights, `${layer}/mlp-output-bias`))
      return tf.add(rows, change)
    })
  })
}

/** The last block's MLP and the unembedding, from the residual stream at the last position before the MLP. */
function logitsOf(pass: Pass, layer: string, residual: tf.Tensor): tf.Tensor2D {
  const { weights } = pass
  const change = affine(mlpActivations(pass, layer, residual), matrix(weights, `${layer}/mlp-output`), vector(weights, `${layer}/mlp-output-bias`))
  return tf.matMul(tf.add<tf.Tensor2D>(residual, change), matrix(weights, 'unembedding'))
}

/**
 * The same where the residual stream before the last attention is one row for all examples, as in a one-layer model. The mixed
 * values then go through products of weight matrices, formed once for the batch, and the residual stream is never formed.
 */
function mergedLogits({ config, weights }: Pass, layer: string, before: tf.Tensor2D, mixed: tf.Tensor2D): tf.Tensor2D {
  const [attentionOutput, mlpInput, mlpOutput, unembedding] =
    [`${layer}/attention-output`, `${layer}/mlp-input`, `${layer}/mlp-output`, 'unembedding'].map((name) => matrix(weights, name))
  const row = (x: tf.Tensor2D, weight: tf.Tensor2D): tf.Tensor1D => tf.reshape(tf.matMul(x, weight), [weight.shape[1]])
  const bias = tf.add<tf.Tensor1D>(row(before, mlpInput), weights[`${layer}/mlp-input-bias`])
  const hidden = activations[config.activation](affine(mixed, tf.matMul(attentionOutput, mlpInput), bias))
  const constant = row(tf.add<tf.Tensor2D>(before, weights[`${layer}/mlp-output-bias`]), unembedding)
  const direct = affine(mixed, tf.matMul(attentionOutput, unembedding), constant)
  return tf.add(tf.matMul(hidden, tf.matMul(mlpOutput, unembedding)), direct)
}

/** The last block and the unembedding, at the last position only. */
function readOut(pass: Pass, layer: string, residual: readonly Stream[]): tf.Tensor2D {
  const { config, weights, operands } = pass
  const before = residual[2]
  const mixed = attention(pass, layer, residual, [2])[0].rows as tf.Tensor2D
  const isLarge = mixed.shape[0] > config.mlpWidth + config.width
  if (before.of === 'nothing' && isLarge) return mergedLogits(pass, layer, before.rows as tf.Tensor2D, mixed)
  return logitsOf(pass, layer, tf.add(expand(before, operands), tf.matMul(mixed, matrix(weights, `${layer}/attention-output`))))
}

/**
 * Nanda et al. 2023 (arXiv 2301.05217): a decoder on the tokens x, y, "=" with learned positions and untied unembedding, without
 * LayerNorm; biases only in the MLPs. Exactly that function, computing only what the logits at "=" need: before the first layer x and y
 * depend on one token each and "=" on none, so keys, values and scores are formed once for each token and gathered, and the last
 * layer's queries, MLP and unembedding at the last position only.
 */
export function transformer(config: TransformerConfig, task: TaskShape): Model {
  return {
    parameters: declare(config, task),
    logits(weights, x, y) {
      const pass = { config, weights, operands: { x, y } }
      let residual = embed(weights)
      for (let layer = 1; layer < config.layers; layer++) residual = block(pass, `layer-${layer}`, residual)
      return readOut(pass, `layer-${config.layers}`, residual)
    },
    embedding: (weights) => tf.slice2d(matrix(weights, 'embedding'), [0, 0], [task.tokens, config.width]),
    embeddingShape: [task.tokens, config.width]
  }
}
