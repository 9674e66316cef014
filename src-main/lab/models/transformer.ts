import * as tf from '@tensorflow/tfjs-core'
import type { Operands } from '../example-set.ts'
import { dropout, seedFor } from '../primitives/dropout.ts'
import { activations } from '../primitives/elementwise.ts'
import { layerNorm } from '../primitives/layer-norm.ts'
import { affine } from '../primitives/matrix.ts'
import { attend } from './attention.ts'
import { mergedLogits } from './merged-logits.ts'
import { matrix, vector, type Model, type Pass, type TaskShape, type Weights } from './model.ts'
import { combine, expand, map, type Stream } from './stream.ts'
import { tokenNumbers, tokenRows } from './token-inputs.ts'
import { transformerParameters, type TransformerConfig } from './transformer-parameters.ts'

/** One pass over a batch; holds what every layer needs. */
interface Run {
  config: TransformerConfig
  task: TaskShape
  weights: Weights
  operands: Operands
  pass: Pass
  /** Counts the dropout masks of the pass, each of which has a seed of its own. */
  masks: { drawn: number }
}

/** The residual stream at each position before the first layer: it depends on one token, or on none. */
function embed({ config, task, weights }: Run): Stream[] {
  const position = matrix(weights, 'position')
  return task.sequence.map((slot, index) => {
    const at = tf.slice2d(position, [index, 0], [1, config.width])
    if (config.inputs === 'embedding') return map(tokenRows(matrix(weights, 'embedding'), slot, task), (rows) => tf.add(rows, at))
    const { column, of } = tokenNumbers(slot, task)
    return { rows: tf.add(tf.matMul(column, matrix(weights, 'numbers')), at), of }
  })
}

/** x · weight, with the bias where the model has one. */
function linear(weights: Weights, name: string, stream: Stream): Stream {
  const bias = weights[`${name}-bias`] as tf.Tensor1D | undefined
  return map(stream, (rows) => bias === undefined
    ? tf.matMul(rows as tf.Tensor2D, matrix(weights, name))
    : affine(rows as tf.Tensor2D, matrix(weights, name), bias))
}

function normalized({ weights }: Run, name: string, stream: Stream): Stream {
  return map(stream, (rows) => layerNorm(rows as tf.Tensor2D, vector(weights, `${name}-gain`), vector(weights, `${name}-bias`)))
}

/** Residual dropout: every example has a mask of its own, so that sharing by token ends here in training. */
function dropped({ config, operands, pass, masks }: Run, stream: Stream): Stream {
  if (pass.seed === null || config.dropout === 0) return stream
  const seed = seedFor(pass.seed, masks.drawn++)
  const batch = operands[0].shape[0]
  const rows = stream.of === 'nothing' ? tf.tile(stream.rows, [batch, 1]) : expand(stream, operands)
  return { rows: dropout(rows, config.dropout, seed), of: 'example' }
}

/** Attention of the given positions over those up to each (causal), before the output matrix. */
function attention({ config, weights, operands }: Run, layer: string, input: readonly Stream[], positions: readonly number[]): Stream[] {
  const visible = input.slice(0, Math.max(...positions) + 1)
  const keys = visible.map((stream) => linear(weights, `${layer}/key`, stream))
  const values = visible.map((stream) => linear(weights, `${layer}/value`, stream))
  return positions.map((position) => {
    const query = linear(weights, `${layer}/query`, input[position])
    return attend({ query, keys: keys.slice(0, position + 1), values: values.slice(0, position + 1), heads: config.heads }, operands)
  })
}

function mlp({ config, weights }: Run, layer: string, input: Stream): Stream {
  const hidden = map(linear(weights, `${layer}/mlp-input`, input), activations[config.activation])
  return linear(weights, `${layer}/mlp-output`, hidden)
}

const sum = (run: Run, a: Stream, b: Stream): Stream => combine([a, b], run.operands, ([left, right]) => tf.add(left, right))

/** A block at the given positions. `post` normalizes each sum; `pre` what each part reads; `neuralgrok` the stream, then what the MLP reads. */
function block(run: Run, layer: string, residual: readonly Stream[], positions: readonly number[]): Stream[] {
  const { normalization } = run.config
  const first = (stream: Stream): Stream => normalized(run, `${layer}/norm-1`, stream)
  const second = (stream: Stream): Stream => normalized(run, `${layer}/norm-2`, stream)
  const input = normalization === 'pre' || normalization === 'neuralgrok' ? residual.map(first) : residual
  const base = normalization === 'neuralgrok' ? input : residual
  return attention(run, layer, input, positions).map((mixed, index) => {
    const attended = sum(run, base[positions[index]], dropped(run, linear(run.weights, `${layer}/attention-output`, mixed)))
    const middle = normalization === 'post' ? first(attended) : attended
    const read = normalization === 'pre' || normalization === 'neuralgrok' ? second(middle) : middle
    const after = sum(run, middle, dropped(run, mlp(run, layer, read)))
    return normalization === 'post' ? second(after) : after
  })
}

function usesMergedProducts({ config, operands, pass }: Run, before: Stream): boolean {
  const isPlain = config.normalization === 'none' && !config.attentionBias && (config.dropout === 0 || pass.seed === null)
  return isPlain && before.of === 'nothing' && operands[0].shape[0] > config.mlpWidth + config.width
}

/** The last block and the unembedding, at the last position only. */
function readOut(run: Run, layer: string, residual: readonly Stream[]): tf.Tensor2D {
  const { config, weights, operands } = run
  const last = residual.length - 1
  if (usesMergedProducts(run, residual[last])) {
    const [mixed] = attention(run, layer, residual, [last])
    return mergedLogits({ config, weights, layer }, residual[last].rows as tf.Tensor2D, expand(mixed, operands) as tf.Tensor2D)
  }
  const [after] = block(run, layer, residual, [last])
  const output = config.normalization === 'pre' || config.normalization === 'neuralgrok' ? normalized(run, 'final-norm', after) : after
  return tf.matMul(expand(output, operands) as tf.Tensor2D, matrix(weights, 'unembedding'))
}

/**
 * A decoder on the task's sequence with learned positions and untied unembedding. Without any option it is that of Nanda et al. 2023
 * (arXiv 2301.05217); the options give those of the four papers. Exactly that function, computing only what the logits at the last position
 * need: before the first layer every position depends on one token or on none, so keys, values and scores are formed once for each
 * token and gathered, and the last layer's queries, MLP and unembedding at the last position only.
 */
export function transformer(config: TransformerConfig, task: TaskShape): Model {
  const shape = [task.tokens, config.width] as const
  const hasEmbedding = config.inputs === 'embedding'
  return {
    parameters: transformerParameters(config, task),
    buffers: [],
    logits(weights, operands, pass) {
      const run = { config, task, weights, operands, pass, masks: { drawn: 0 } }
      let residual = embed(run)
      const positions = residual.map((_, index) => index)
      for (let layer = 1; layer < config.layers; layer++) residual = block(run, `layer-${layer}`, residual, positions)
      return readOut(run, `layer-${config.layers}`, residual)
    },
    embedding(weights) {
      if (hasEmbedding) return tf.slice2d(matrix(weights, 'embedding'), [0, 0], [...shape])
      const { column } = tokenNumbers({ operand: 0, offset: 0 }, { ...task, residues: task.tokens })
      return tf.matMul(column, matrix(weights, 'numbers'))
    },
    embeddingShape: shape,
    embeddingTensor: hasEmbedding && config.embeddingTrained ? 'embedding' : null,
    firstWeights: 'layer-1/value'
  }
}
