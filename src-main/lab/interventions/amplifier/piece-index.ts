import * as tf from '@tensorflow/tfjs-core'
import { withoutGradient } from '../../primitives/differentiable.ts'
import { gatherRows } from '../../primitives/gather.ts'
import { onTensorFlow, tensorFlowOperation } from '../../primitives/tensorflow-operation.ts'
import type { PieceTable } from './pieces.ts'

/** Sums of nearby entries are formed apart and then added: a long sum in float32 loses digits. */
const lanes = 64

const integer = (value: number): tf.Scalar => tf.scalar(value, 'int32')

function indexByUpperBound(x: tf.Tensor1D, inner: tf.Tensor1D): tf.Tensor1D {
  const row = (values: tf.Tensor1D): tf.Tensor => tf.reshape(values, [1, values.shape[0]])
  return tf.reshape(tensorFlowOperation('UpperBound', { T: 'float32', out_type: 'int32' }, [row(inner), row(x)]), [x.shape[0]])
}

function indexOnHost(x: Float32Array, inner: Float32Array): Int32Array {
  return Int32Array.from(x, (value) => {
    let index = 0
    for (let half = (inner.length + 1) / 2; half >= 1; half /= 2) if (value >= inner[index + half - 1]) index += half
    return index
  })
}

function indexOf(x: tf.Tensor1D, inner: tf.Tensor1D): tf.Tensor1D {
  if (onTensorFlow()) return indexByUpperBound(x, inner)
  return tf.tensor1d(indexOnHost(x.dataSync<'float32'>(), inner.dataSync<'float32'>()), 'int32')
}

/** Which piece each number lies in, [n] → [n] as int32, for `edges` [pieces + 1] with a power of two of pieces. Without gradient. */
export function pieceOf(x: tf.Tensor1D, edges: tf.Tensor1D): tf.Tensor1D {
  return withoutGradient(() => indexOf(x, tf.slice1d(edges, 1, edges.shape[0] - 2)))
}

function sumsOnHost(values: Float32Array, index: Int32Array, pieces: number): Float32Array {
  const sums = new Float64Array(pieces)
  for (let i = 0; i < values.length; i++) sums[index[i]] += values[i]
  return Float32Array.from(sums)
}

/** One vector at a time: TensorFlow's segment sum of rows of two takes ten times as long as two of single numbers. */
function sumsOnTensorFlow(values: readonly tf.Tensor1D[], index: tf.Tensor1D, pieces: number): tf.Tensor1D[] {
  const lane = tf.tensor1d(Int32Array.from({ length: index.shape[0] }, (_, i) => i % lanes), 'int32')
  const segments = [tf.add(tf.mul(index, integer(lanes)), lane), integer(pieces * lanes)]
  const types = { T: 'float32', Tindices: 'int32', Tnumsegments: 'int32' } as const
  return values.map((vector) => tf.sum(tf.reshape(tensorFlowOperation('UnsortedSegmentSum', types, [vector, ...segments]), [pieces, lanes]), 1))
}

/** Sum of the numbers of each piece, for several vectors at once: [n] each, index [n] as int32 → [pieces] each. */
export function pieceSums(values: readonly tf.Tensor1D[], index: tf.Tensor1D, pieces: number): tf.Tensor1D[] {
  if (onTensorFlow()) return sumsOnTensorFlow(values, index, pieces)
  return values.map((vector) => tf.tensor1d(sumsOnHost(vector.dataSync<'float32'>(), index.dataSync<'int32'>(), pieces)))
}

/** Intercept + slope · x of the piece of each number, [n]. Without gradient. */
export function onPieces(x: tf.Tensor1D, index: tf.Tensor1D, { intercepts, slopes }: PieceTable): tf.Tensor1D {
  if (onTensorFlow()) return withoutGradient(() => tf.add(gatherRows(intercepts, index), tf.mul(gatherRows(slopes, index), x)))
  const [numbers, pieces, start, rise] = [x.dataSync<'float32'>(), index.dataSync<'int32'>(), intercepts.dataSync<'float32'>(), slopes.dataSync<'float32'>()]
  return tf.tensor1d(numbers.map((value, i) => start[pieces[i]] + rise[pieces[i]] * value))
}
