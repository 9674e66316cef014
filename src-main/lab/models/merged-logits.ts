import * as tf from '@tensorflow/tfjs-core'
import { activations } from '../primitives/elementwise.ts'
import { affine } from '../primitives/matrix.ts'
import { matrix, type Weights } from './model.ts'
import type { TransformerConfig } from './transformer-parameters.ts'

/**
 * The last block's MLP and the unembedding of a transformer without LayerNorm, where the residual stream before the last attention is one
 * row for all examples, as in a one-layer model. The mixed values [batch, width] then go through products of weight matrices, formed
 * once for the batch, and the residual stream is never formed.
 */
export function mergedLogits(
  { config, weights, layer }: { config: TransformerConfig; weights: Weights; layer: string }, before: tf.Tensor2D, mixed: tf.Tensor2D
): tf.Tensor2D {
  const [attentionOutput, mlpInput, mlpOutput, unembedding] =
    [`${layer}/attention-output`, `${layer}/mlp-input`, `${layer}/mlp-output`, 'unembedding'].map((name) => matrix(weights, name))
  const row = (x: tf.Tensor2D, weight: tf.Tensor2D): tf.Tensor1D => tf.reshape(tf.matMul(x, weight), [weight.shape[1]])
  const bias = tf.add<tf.Tensor1D>(row(before, mlpInput), weights[`${layer}/mlp-input-bias`])
  const hidden = activations[config.activation](affine(mixed, tf.matMul(attentionOutput, mlpInput), bias))
  const constant = row(tf.add<tf.Tensor2D>(before, weights[`${layer}/mlp-output-bias`]), unembedding)
  const direct = affine(mixed, tf.matMul(attentionOutput, unembedding), constant)
  return tf.add(tf.matMul(hidden, tf.matMul(mlpOutput, unembedding)), direct)
}
