import type { SequenceSlot, TaskShape } from '../../../shared/catalogue/tasks/index.ts'

const idOf = (slot: SequenceSlot, operands: number[]): number => ('symbol' in slot ? slot.symbol : operands[slot.operand] + slot.offset)

/** Token ids of each example's whole sequence, from the values of its operands. */
export function tokenIds({ sequence }: TaskShape, inputs: number[][]): number[][] {
  return inputs.map((operands) => sequence.map((slot) => idOf(slot, operands)))
}

/** The same of the positions that a model without attention reads. */
export function inputIds({ sequence }: TaskShape, inputs: number[][], read: 'operands' | 'sequence'): number[][] {
  return inputs.map((operands) => sequence.filter((slot) => read === 'sequence' || 'operand' in slot).map((slot) => idOf(slot, operands)))
}
