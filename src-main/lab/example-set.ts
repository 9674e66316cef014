import * as tf from '@tensorflow/tfjs-core'
import { gatherIntegers } from './primitives/gather.ts'
import type { TaskData } from './tasks/task-data.ts'

/** The operands of a batch, one [batch] vector of int32 for each. */
export type Operands = readonly tf.Tensor1D[]

/** Examples as tensors: operands and right classes, each [examples] as int32. */
export interface ExampleSet {
  operands: Operands
  targets: tf.Tensor1D
}

/** The examples in the given rows of a task, as tensors that outlive any scope. */
export function exampleSet({ inputs, targets, operands }: TaskData, rows: Int32Array): ExampleSet {
  const constant = (value: (row: number) => number): tf.Tensor1D => tf.keep(tf.tensor1d(rows.map(value), 'int32'))
  return {
    operands: Array.from({ length: operands }, (_, operand) => constant((row) => inputs[operands * row + operand])),
    targets: constant((row) => targets[row])
  }
}

/** A set with each of its vectors changed alike. */
function mapSet({ operands, targets }: ExampleSet, change: (values: tf.Tensor1D) => tf.Tensor1D): ExampleSet {
  return { operands: operands.map(change), targets: change(targets) }
}

/** The examples at some positions of a set, [batch]. */
export function selectExamples(set: ExampleSet, positions: tf.Tensor1D): ExampleSet {
  return mapSet(set, (values) => gatherIntegers(values, positions))
}

/** Number of examples of a set. */
export function sizeOfSet({ targets }: ExampleSet): number {
  return targets.shape[0]
}

/** The first examples of a set, at most so many. */
export function firstExamples(set: ExampleSet, most: number): ExampleSet {
  return most >= sizeOfSet(set) ? set : mapSet(set, (values) => tf.slice1d(values, 0, most))
}

/** The set in parts of at most `size` examples. */
export function splitExamples(set: ExampleSet, size: number): ExampleSet[] {
  const examples = sizeOfSet(set)
  if (examples <= size) return [set]
  return Array.from({ length: Math.ceil(examples / size) }, (_, part) => {
    const start = part * size
    return mapSet(set, (values) => tf.slice1d(values, start, Math.min(size, examples - start)))
  })
}

/**
 * The same set, which is not there before a scalar is: so that TensorFlow computes large parts one after the other, not all at once. It adds
 * zeros of which the graph's optimizer does not know that they are: a product with 0 it would compute beforehand.
 */
export function onceKnown(set: ExampleSet, scalar: tf.Scalar): ExampleSet {
  const zero = tf.cast(tf.greater(tf.cast(tf.isFinite(scalar), 'float32'), 1), 'int32')
  return mapSet(set, (values) => tf.add(values, zero))
}

/** Frees the tensors of a set. */
export function disposeSet({ operands, targets }: ExampleSet): void {
  tf.dispose([...operands, targets])
}
