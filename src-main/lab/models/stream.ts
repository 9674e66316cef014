import type * as tf from '@tensorflow/tfjs-core'
import type { Operands } from '../example-set.ts'
import { gatherRows } from '../primitives/gather.ts'

/**
 * A value for each example of a batch that is kept as compactly as what it depends on: on nothing (`rows` is [1, …]), on one
 * operand alone (its number; one row for each of its values), or on the example ([batch, …]).
 */
export interface Stream {
  rows: tf.Tensor
  of: 'nothing' | 'example' | number
}

/** One row for each example; a stream of nothing stays one row, which broadcasts. */
export function expand({ rows, of }: Stream, operands: Operands): tf.Tensor {
  return typeof of === 'number' ? gatherRows(rows, operands[of]) : rows
}

/** A function of one stream, row by row. */
export function map({ rows, of }: Stream, transform: (rows: tf.Tensor) => tf.Tensor): Stream {
  return { rows: transform(rows), of }
}

/** A function of several streams, row by row, on as few rows as they allow. `transform` must broadcast. */
export function combine(streams: readonly Stream[], operands: Operands, transform: (rows: tf.Tensor[]) => tf.Tensor): Stream {
  const dependent = new Set(streams.map(({ of }) => of).filter((of) => of !== 'nothing'))
  const [only = 'nothing'] = dependent
  if (dependent.size <= 1) return { rows: transform(streams.map(({ rows }) => rows)), of: only }
  return { rows: transform(streams.map((stream) => expand(stream, operands))), of: 'example' }
}
