import * as v from 'valibot'
import { choiceField, integerField } from '../field.ts'
import { plainSplitSize, splitSeedField, trainFractionField } from './split-fields.ts'
import type { SequenceSlot, TaskIssue, TaskKind, TaskShape, TaskSize } from './task-kind.ts'

/** The five tasks of NeuralGrok: operands first, then the operators, then "=" (arXiv 2504.17243, §3.1 and App. A). */
const schema = v.pipe(v.strictObject({
  kind: v.literal('operator-sequence'),
  operation: choiceField({
    title: 'Operation',
    description: 'a + b, a − b, a · b, a · a − b, or a · c + b · d − e, modulo p. The second of two operands, and c and d of five, run over 1 … p − 1, the others over 0 … p − 1.'
  }, ['add', 'subtract', 'multiply', 'square-subtract', 'product-sum'], 'add'),
  modulus: integerField({ title: 'Modulus p', description: 'Residues 0 … p − 1: 97 in NeuralGrok, and 7 for a · c + b · d − e.' }, { min: 2, max: 1009, initial: 97 }),
  trainFraction: trainFractionField('equations', 0.5),
  splitSeed: splitSeedField('equations')
}), v.title('Operands and operators'), v.description('⟨operands⟩⟨operators⟩⟨=⟩ modulo p, with as many operands as the operation has (NeuralGrok’s token layout).'))

export type OperatorSequenceConfig = v.InferOutput<typeof schema>

/** Smallest value of each operand, in the order of the sequence, and how many operator tokens follow. */
const layouts: Record<OperatorSequenceConfig['operation'], { smallest: readonly number[]; operators: number; formula: string }> = {
  'add': { smallest: [0, 1], operators: 1, formula: 'a + b' },
  'subtract': { smallest: [0, 1], operators: 1, formula: 'a − b' },
  'multiply': { smallest: [0, 1], operators: 1, formula: 'a · b' },
  'square-subtract': { smallest: [0, 1], operators: 2, formula: 'a · a − b' },
  'product-sum': { smallest: [0, 0, 1, 1, 0], operators: 3, formula: 'a · c + b · d − e' }
}

/** Largest table that is held: beyond it a product sum has millions of equations. */
const largestTable = 1_100_000

/** Smallest value of each operand; the largest is p − 1. */
export function smallestOperands({ operation }: OperatorSequenceConfig): readonly number[] {
  return layouts[operation].smallest
}

/** Tokens: residues 0 … p − 1, "=" is p, and the operators p + 1 and up, in the order in which they are written. */
function shape({ operation, modulus }: OperatorSequenceConfig): TaskShape {
  const { smallest, operators } = layouts[operation]
  const sequence: SequenceSlot[] = [
    ...smallest.map((_, operand) => ({ operand, offset: 0 })),
    ...Array.from({ length: operators }, (_, index) => ({ symbol: modulus + 1 + index })),
    { symbol: modulus }
  ]
  const vocabulary = modulus + 1 + operators
  return { operands: smallest.length, sequence, tokens: modulus, vocabulary, residues: modulus, classes: vocabulary }
}

/** 9,312 equations of two operands modulo 97, 12,348 of five modulo 7; ⌊fraction · equations⌋ of them are trained on. */
function size({ operation, modulus, trainFraction }: OperatorSequenceConfig): TaskSize {
  const total = layouts[operation].smallest.reduce((product, smallest) => product * (modulus - smallest), 1)
  return plainSplitSize(total, trainFraction)
}

function check(config: OperatorSequenceConfig): TaskIssue[] {
  const { total } = size(config)
  if (total <= largestTable) return []
  return [{ field: 'modulus', message: `gives ${total.toLocaleString('en')} equations; expected a modulus with at most ${largestTable.toLocaleString('en')}` }]
}

export const operatorSequenceTask: TaskKind<typeof schema> = {
  schema, shape, size, check,
  title: ({ operation, modulus }) => `${layouts[operation].formula} mod ${modulus}`
}
