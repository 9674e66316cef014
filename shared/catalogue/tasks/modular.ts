import * as v from 'valibot'
import { mostInWords } from '../../config/bounds.ts'
import { GrokscopeError } from '../../errors.ts'
import { parsePolynomial } from '../../numerics/polynomial.ts'
import { isPrime } from '../../numerics/primes.ts'
import { choiceField, integerField, textField } from '../field.ts'
import { splitSeedField, trainFractionField } from './split-fields.ts'
import { splitSchema, splitSizes } from './splits.ts'
import type { SequenceSlot, TaskIssue, TaskKind, TaskShape, TaskSize } from './task-kind.ts'

/** Power et al. 2022: a binary operation on residues, every pair (x, y), split once by fraction and seed. */
const schema = v.pipe(v.strictObject({
  kind: v.literal('modular'),
  operation: choiceField({
    title: 'Operation',
    description: 'x ∘ y modulo p. Division leaves out y = 0 (for arXiv 2505.15624 a RECONSTRUCTION) and needs a prime modulus. A polynomial is written as an expression.'
  }, ['add', 'subtract', 'multiply', 'divide', 'polynomial'], 'add'),
  expression: textField({
    title: 'Expression',
    description: 'A polynomial in x and y with whole coefficients, for example x^2 + x*y + y^2. Used by the operation polynomial only.'
  }, 200, ''),
  modulus: integerField({ title: 'Modulus p', description: 'Residues 0 … p − 1.' }, { min: 2, max: 1009, initial: 113 }),
  trainFraction: trainFractionField('pairs', 0.3),
  split: v.optional(splitSchema, { kind: 'random' }),
  splitSeed: splitSeedField('pairs'),
  encoding: choiceField({
    title: 'Encoding',
    description: 'Tokens of the sequence: simplified x, y, = (Nanda et al. 2023) or standard x, ∘, y, = (Power et al. 2022). Paper 3 compares two; that they are these is a RECONSTRUCTION.'
  }, ['simplified', 'standard'], 'simplified'),
  operandOffset: integerField({
    title: 'Operand offset d',
    description: 'The second operand’s token is y + d: at 0 both operands share their embeddings, at p they share none (Gu et al. 2025).'
  }, { min: 0, max: 1009, initial: 0 })
}), v.title('Modular arithmetic'), v.description('x ∘ y modulo p over all pairs of residues.'))

export type ModularConfig = v.InferOutput<typeof schema>

function sequenceOf({ encoding, operandOffset, modulus }: ModularConfig): SequenceSlot[] {
  const symbols = modulus + operandOffset
  const [x, y] = [{ operand: 0, offset: 0 }, { operand: 1, offset: operandOffset }]
  return encoding === 'simplified' ? [x, y, { symbol: symbols }] : [x, { symbol: symbols }, y, { symbol: symbols + 1 }]
}

function shape(config: ModularConfig): TaskShape {
  const tokens = config.modulus + config.operandOffset
  const sequence = sequenceOf(config)
  return { operands: 2, sequence, tokens, vocabulary: tokens + sequence.length - 2, residues: config.modulus, classes: config.modulus }
}

/** ⌊fraction · pairs⌋ training examples: 3,830 of 12,769 at p = 113 and 30 % (Nanda et al. 2023). */
function size({ operation, modulus, trainFraction, split }: ModularConfig): TaskSize {
  const total = operation === 'divide' ? modulus * (modulus - 1) : modulus * modulus
  return { total, ...splitSizes(split, modulus, total, trainFraction) }
}

function checkExpression(expression: string): TaskIssue[] {
  try {
    parsePolynomial(expression)
    return []
  } catch (error) {
    if (error instanceof GrokscopeError) return [{ field: 'expression', message: error.message }]
    throw error
  }
}

function checkOperation({ operation, modulus, expression }: ModularConfig): TaskIssue[] {
  if (operation === 'polynomial') return checkExpression(expression)
  const issues: TaskIssue[] = []
  if (operation === 'divide' && !isPrime(modulus)) issues.push({ field: 'modulus', message: `expected a prime for division, got ${modulus}` })
  if (expression !== '') issues.push({ field: 'expression', message: `is used by the operation polynomial only; expected nothing for ${operation}` })
  return issues
}

/** A hole must lie in the table, and leave something to train on. */
function checkSplit({ split, modulus, operation, trainFraction }: ModularConfig): TaskIssue[] {
  if (split.kind === 'square' || split.kind === 'strip') {
    if (operation === 'divide') return [{ field: 'split.kind', message: 'a hole needs the full p × p table; division leaves out y = 0' }]
    const [field, extent] = split.kind === 'square' ? ['split.side', split.side] : ['split.width', split.width]
    return extent < modulus - 1 ? [] : [{ field, message: `expected at most ${modulus - 2} at p = ${modulus}, so that pairs are left to train on; got ${extent}` }]
  }
  if (split.testFraction === null || split.testFraction + trainFraction <= 1) return []
  return [{ field: 'split.testFraction', message: `expected at most ${mostInWords(1 - trainFraction)} beside a training fraction of ${trainFraction}, got ${split.testFraction}` }]
}

export const modularTask: TaskKind<typeof schema> = {
  schema, shape, size,
  check: (config) => [...checkOperation(config), ...checkSplit(config)],
  title: ({ operation, expression, modulus }) => `${operation === 'polynomial' ? expression : operation} mod ${modulus}`
}
