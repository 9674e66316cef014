import * as tf from '@tensorflow/tfjs-core'
import type { ModelConfig } from '../../../shared/catalogue/models/index.ts'
import { activations } from '../../../src-main/lab/primitives/elementwise.ts'

type Weights = Record<string, tf.Tensor>
type MlpConfig = Exclude<ModelConfig, { kind: 'transformer' }>

const matrix = (weights: Weights, name: string): tf.Tensor2D => weights[name] as tf.Tensor2D
const oneHot = (tokens: number[], classes: number): tf.Tensor2D =>
  tf.tensor2d(tokens.map((token) => Array.from({ length: classes }, (_, index) => (index === token ? 1 : 0))))

function inputs(config: MlpConfig, weights: Weights, x: tf.Tensor2D, y: tf.Tensor2D): tf.Tensor2D {
  if (config.kind !== 'mlp-embedding') {
    return tf.matMul(tf.concat2d([x, y], 1), tf.concat2d([matrix(weights, 'input-x'), matrix(weights, 'input-y')], 0))
  }
  const embedding = matrix(weights, 'embedding')
  const pair = tf.concat2d([tf.matMul<tf.Tensor2D>(x, embedding), tf.matMul<tf.Tensor2D>(y, embedding)], 1)
  return tf.matMul<tf.Tensor2D>(pair, tf.concat2d([matrix(weights, 'hidden-1-x'), matrix(weights, 'hidden-1-y')], 0))
}

/** The MLPs as papers write them: concatenated one-hot inputs (or embeddings) times one first matrix, then layer by layer. */
export function fullMlpLogits(config: MlpConfig, weights: Weights, x: number[], y: number[]): tf.Tensor2D {
  const tokens = weights[config.kind === 'mlp-embedding' ? 'embedding' : 'input-x'].shape[0]
  const first = inputs(config, weights, oneHot(x, tokens), oneHot(y, tokens))
  if (config.kind === 'quadratic-mlp') return tf.matMul(tf.square(first), matrix(weights, 'output'))
  const activate = activations[config.activation]
  let hidden = activate(tf.add<tf.Tensor2D>(first, weights['hidden-1-bias']))
  for (let layer = 2; layer <= config.hiddenLayers; layer++) {
    hidden = activate(tf.add<tf.Tensor2D>(tf.matMul(hidden, matrix(weights, `hidden-${layer}`)), weights[`hidden-${layer}-bias`]))
  }
  return tf.add(tf.matMul(hidden, matrix(weights, 'output')), weights['output-bias'])
}
