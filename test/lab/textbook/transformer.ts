import * as tf from '@tensorflow/tfjs-core'
import type { TaskShape } from '../../../shared/catalogue/tasks/index.ts'
import type { TransformerConfig } from '../../../src-main/lab/models/transformer-parameters.ts'
import { withoutGradient } from '../../../src-main/lab/primitives/differentiable.ts'
import { activations } from '../../../src-main/lab/primitives/elementwise.ts'
import { tokenIds } from './tokens.ts'

type Weights = Record<string, tf.Tensor>

const flatMatMul = (x: tf.Tensor3D, w: tf.Tensor): tf.Tensor3D =>
  tf.reshape(tf.matMul(tf.reshape(x, [-1, x.shape[2]]), w as tf.Tensor2D), [x.shape[0], x.shape[1], w.shape[1]!])

function linear(x: tf.Tensor3D, weights: Weights, name: string): tf.Tensor3D {
  const product = flatMatMul(x, weights[name])
  return weights[`${name}-bias`] === undefined ? product : tf.add(product, weights[`${name}-bias`])
}

function norm(x: tf.Tensor3D, weights: Weights, name: string): tf.Tensor3D {
  const centred = tf.sub<tf.Tensor3D>(x, tf.mean(x, 2, true))
  const variance = tf.mean(tf.square(centred), 2, true)
  return tf.add(tf.mul(tf.div(centred, tf.sqrt(tf.add(variance, 1e-5))), weights[`${name}-gain`]), weights[`${name}-bias`])
}

const headsFirst = (x: tf.Tensor3D, heads: number): tf.Tensor4D =>
  tf.transpose(tf.reshape(x, [x.shape[0], x.shape[1], heads, x.shape[2] / heads]), [0, 2, 1, 3])

function attention(x: tf.Tensor3D, weights: Weights, layer: string, heads: number): tf.Tensor3D {
  const [batch, positions, width] = x.shape
  const [query, key, value] = ['query', 'key', 'value'].map((name) => headsFirst(linear(x, weights, `${layer}/${name}`), heads))
  const scores = tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(width / heads))
  const future = tf.tensor2d(Array.from({ length: positions }, (_, i) => Array.from({ length: positions }, (_, j) => (j > i ? -1e10 : 0))))
  const masked = tf.add(scores, future)
  const exponentials = tf.exp(tf.sub(masked, withoutGradient(() => tf.max(masked, 3, true))))
  const pattern = tf.div(exponentials, tf.sum(exponentials, 3, true))
  const mixed = tf.reshape(tf.transpose(tf.matMul(pattern, value), [0, 2, 1, 3]), [batch, positions, width]) as tf.Tensor3D
  return linear(mixed, weights, `${layer}/attention-output`)
}

function mlp(x: tf.Tensor3D, weights: Weights, layer: string, activation: TransformerConfig['activation']): tf.Tensor3D {
  return linear(activations[activation](linear(x, weights, `${layer}/mlp-input`)), weights, `${layer}/mlp-output`)
}

function block({ normalization, heads, activation }: TransformerConfig, weights: Weights, layer: string, input: tf.Tensor3D): tf.Tensor3D {
  const [first, second] = [`${layer}/norm-1`, `${layer}/norm-2`]
  const attend = (x: tf.Tensor3D) => attention(x, weights, layer, heads)
  const think = (x: tf.Tensor3D) => mlp(x, weights, layer, activation)
  if (normalization === 'post') {
    const middle = norm(tf.add(input, attend(input)), weights, first)
    return norm(tf.add(middle, think(middle)), weights, second)
  }
  if (normalization === 'pre') {
    const middle = tf.add<tf.Tensor3D>(input, attend(norm(input, weights, first)))
    return tf.add(middle, think(norm(middle, weights, second)))
  }
  const base = normalization === 'neuralgrok' ? norm(input, weights, first) : input
  const middle = tf.add<tf.Tensor3D>(base, attend(base))
  return tf.add(middle, think(normalization === 'neuralgrok' ? norm(middle, weights, second) : middle))
}

/** A transformer as a textbook has it: every position of every example through every layer, then the last one's logits. */
export function fullLogits(config: TransformerConfig, task: TaskShape, weights: Weights, inputs: number[][]): tf.Tensor2D {
  const ids = tokenIds(task, inputs)
  const [batch, positions] = [ids.length, task.sequence.length]
  const numbers = tf.tensor3d(ids.map((row) => row.map((id) => [id])))
  const oneHot = tf.cast(tf.oneHot(tf.tensor2d(ids, [batch, positions], 'int32'), task.vocabulary, 1, 0, 'int32'), 'float32') as tf.Tensor3D
  const embedded = config.inputs === 'numbers' ? flatMatMul(numbers, weights.numbers) : flatMatMul(oneHot, weights.embedding)
  let residual = tf.add<tf.Tensor3D>(embedded, weights.position)
  for (let layer = 1; layer <= config.layers; layer++) residual = block(config, weights, `layer-${layer}`, residual)
  const output = config.normalization === 'pre' || config.normalization === 'neuralgrok' ? norm(residual, weights, 'final-norm') : residual
  const logits = flatMatMul(output, weights.unembedding)
  return tf.reshape(tf.slice(logits, [0, positions - 1, 0], [batch, 1, logits.shape[2]]), [batch, logits.shape[2]])
}
