import * as tf from '@tensorflow/tfjs-core'
import type { TransformerConfig } from '../../../src-main/lab/models/transformer.ts'
import { withoutGradient } from '../../../src-main/lab/primitives/differentiable.ts'
import { activations } from '../../../src-main/lab/primitives/elementwise.ts'

type Weights = Record<string, tf.Tensor>

const flatMatMul = (x: tf.Tensor3D, w: tf.Tensor): tf.Tensor3D =>
  tf.reshape(tf.matMul(tf.reshape(x, [-1, x.shape[2]]), w as tf.Tensor2D), [x.shape[0], x.shape[1], w.shape[1]!])

const headsFirst = (x: tf.Tensor3D, heads: number): tf.Tensor4D =>
  tf.transpose(tf.reshape(x, [x.shape[0], x.shape[1], heads, x.shape[2] / heads]), [0, 2, 1, 3])

function attention(x: tf.Tensor3D, weights: Weights, layer: string, heads: number): tf.Tensor3D {
  const [batch, positions, width] = x.shape
  const [query, key, value] = ['query', 'key', 'value'].map((name) => headsFirst(flatMatMul(x, weights[`${layer}/${name}`]), heads))
  const scores = tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(width / heads))
  const future = tf.tensor2d(Array.from({ length: positions }, (_, i) => Array.from({ length: positions }, (_, j) => (j > i ? -1e10 : 0))))
  const masked = tf.add(scores, future)
  const exponentials = tf.exp(tf.sub(masked, withoutGradient(() => tf.max(masked, 3, true))))
  const pattern = tf.div(exponentials, tf.sum(exponentials, 3, true))
  const mixed = tf.reshape(tf.transpose(tf.matMul(pattern, value), [0, 2, 1, 3]), [batch, positions, width]) as tf.Tensor3D
  return flatMatMul(mixed, weights[`${layer}/attention-output`])
}

function mlp(x: tf.Tensor3D, weights: Weights, layer: string, activation: TransformerConfig['activation']): tf.Tensor3D {
  const hidden = activations[activation](tf.add<tf.Tensor3D>(flatMatMul(x, weights[`${layer}/mlp-input`]), weights[`${layer}/mlp-input-bias`]))
  return tf.add(flatMatMul(hidden, weights[`${layer}/mlp-output`]), weights[`${layer}/mlp-output-bias`])
}

/** Nanda's transformer as a textbook has it: every position of every example through every layer, then the last one's logits. */
export function fullLogits(config: TransformerConfig, weights: Weights, x: number[], y: number[]): tf.Tensor2D {
  const { embedding } = weights
  const equals = embedding.shape[0] - 1
  const tokens = tf.oneHot(tf.tensor2d(x.map((token, i) => [token, y[i], equals]), [x.length, 3], 'int32'), equals + 1, 1, 0, 'int32')
  let residual = tf.add<tf.Tensor3D>(flatMatMul(tf.cast(tokens, 'float32') as tf.Tensor3D, embedding), weights.position)
  for (let layer = 1; layer <= config.layers; layer++) {
    residual = tf.add(residual, attention(residual, weights, `layer-${layer}`, config.heads))
    residual = tf.add(residual, mlp(residual, weights, `layer-${layer}`, config.activation))
  }
  const logits = flatMatMul(residual, weights.unembedding)
  return tf.reshape(tf.slice(logits, [0, 2, 0], [x.length, 1, logits.shape[2]]), [x.length, logits.shape[2]])
}
