import * as tf from '@tensorflow/tfjs-core'
import { weightsAcross } from '../primitives/rows.ts'
import type { Operands } from './hidden-layers.ts'
import { combine, type Stream } from './stream.ts'

const splitHeads = (x: tf.Tensor, heads: number): tf.Tensor3D => tf.reshape(x, [x.shape[0], heads, -1])

/** Inner product of queries and keys in each head, scaled: [n, width], [n, width] → [n, heads, 1]. */
function headScores(query: tf.Tensor, key: tf.Tensor, heads: number): tf.Tensor3D {
  const products = tf.mul<tf.Tensor3D>(splitHeads(query, heads), splitHeads(key, heads))
  return tf.mul(tf.sum(products, 2, true), Math.sqrt(heads / query.shape[1]!))
}

/** The attention of one query over the keys and values of some positions. */
export interface AttentionInput {
  query: Stream
  keys: readonly Stream[]
  values: readonly Stream[]
  heads: number
}

/**
 * Softmax attention with scores scaled by 1 / √(head width); the heads' outputs side by side, before the output matrix.
 * Scores are formed on streams, so that where query and key depend on one token, so do they.
 */
export function attend({ query, keys, values, heads }: AttentionInput, operands: Operands): Stream {
  if (keys.length === 1) return values[0]
  const scores = keys.map((key) => combine([query, key], operands, ([q, k]) => headScores(q, k, heads)))
  return combine([...scores, ...values], operands, (rows) => {
    const { weights, total } = weightsAcross(rows.slice(0, keys.length) as tf.Tensor3D[])
    const weighted = weights.map((weight, position) => tf.mul(weight, splitHeads(rows[keys.length + position], heads)))
    const mixed = tf.div(weighted.reduce((a, b) => tf.add(a, b)), total)
    return tf.reshape(mixed, [mixed.shape[0], -1])
  })
}
