import * as tf from '@tensorflow/tfjs-core'
import type { SequenceSlot, TaskShape } from '../../../shared/catalogue/tasks/index.ts'
import type { Stream } from './stream.ts'

/** The positions that a model without attention reads: the operands alone, or the whole sequence. */
export function inputSlots({ sequence }: TaskShape, inputs: 'operands' | 'sequence'): SequenceSlot[] {
  return inputs === 'sequence' ? [...sequence] : sequence.filter((slot) => 'operand' in slot)
}

/** Rows of a [vocabulary, …] table that a position can hold: one for each value of its operand, or its symbol’s one. */
export function tokenRows(table: tf.Tensor2D, slot: SequenceSlot, { residues }: TaskShape): Stream {
  const columns = table.shape[1]
  if ('symbol' in slot) return { rows: tf.slice2d(table, [slot.symbol, 0], [1, columns]), of: 'nothing' }
  if (slot.offset === 0 && table.shape[0] === residues) return { rows: table, of: slot.operand }
  return { rows: tf.slice2d(table, [slot.offset, 0], [residues, columns]), of: slot.operand }
}

/** Token numbers of a position as a column, [values, 1] or [1, 1]. */
export function tokenNumbers(slot: SequenceSlot, { residues }: TaskShape): { column: tf.Tensor2D; of: Stream['of'] } {
  if ('symbol' in slot) return { column: tf.tensor2d([[slot.symbol]]), of: 'nothing' }
  return { column: tf.tensor2d(Array.from({ length: residues }, (_, value) => [value + slot.offset])), of: slot.operand }
}
