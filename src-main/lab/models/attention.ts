import * as tf from '@tensorflow/tfjs-core'
import type { Operands } from '../example-set.ts'
import { softmaxAcross } from '../primitives/rows.ts'
import { combine, type Stream } from './stream.ts'

const splitHeads = (x: tf.Tensor, heads: number): tf.Tensor3D => tf.reshape(x, [x.shape[0], heads, -1])

/** Inner product of queries and keys in each head, scaled: [n, width], [n, width] → [n, heads, 1]. */
function headScores(query: tf.Tensor, key: tf.Tensor, heads: number): tf.Tensor3D {
  const products = tf.mul<tf.Tensor3D>(splitHeads(query, heads), splitHeads(key, heads))
  return tf.mul(tf.sum(products, 2, true), 1 / Math.sqrt(products.shape[2]))
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
 * Scores are formed on streams, so that where query and key depend on one token, so do they. As weights sum to 1, the mix is
 * own value + Σ weight · (other value − own value), whose differences are formed on streams too.
 */
export function attend({ query, keys, values, heads }: AttentionInput, operands: Operands): Stream {
  if (keys.length === 1) return values[0]
  const scores = keys.map((key) => combine([query, key], operands, ([q, k]) => headScores(q, k, heads)))
  const own = values[values.length - 1]
  const offsets = values.slice(0, -1).map((value) => combine([value, own], operands, ([other, self]) => tf.sub(other, self)))
  return combine([...scores, ...offsets, own], operands, (rows) => {
    const weights = softmaxAcross(rows.slice(0, keys.length) as tf.Tensor3D[])
    const weighted = offsets.map((_, position) => tf.mul(weights[position], splitHeads(rows[keys.length + position], heads)))
    const mixed = tf.reshape(weighted.reduce((a, b) => tf.add(a, b)), [weighted[0].shape[0], -1])
    return tf.add(mixed, rows[rows.length - 1])
  })
}
