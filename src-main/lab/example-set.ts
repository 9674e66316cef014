import * as tf from '@tensorflow/tfjs-core'
import { gatherIntegers } from './primitives/gather.ts'
import type { TaskData } from './tasks/task-data.ts'

/** Examples as tensors: operands and right classes, each [examples] as int32. */
export interface ExampleSet {
  x: tf.Tensor1D
  y: tf.Tensor1D
  targets: tf.Tensor1D
}

/** The examples in the given rows of a task, as tensors that outlive any scope. */
export function exampleSet({ inputs, targets }: TaskData, rows: Int32Array): ExampleSet {
  const constant = (value: (row: number) => number): tf.Tensor1D => tf.keep(tf.tensor1d(rows.map(value), 'int32'))
  return { x: constant((row) => inputs[2 * row]), y: constant((row) => inputs[2 * row + 1]), targets: constant((row) => targets[row]) }
}

/** The examples at some positions of a set, [batch]. */
export function selectExamples({ x, y, targets }: ExampleSet, positions: tf.Tensor1D): ExampleSet {
  return { x: gatherIntegers(x, positions), y: gatherIntegers(y, positions), targets: gatherIntegers(targets, positions) }
}

/** The set in parts of at most `size` examples. */
export function splitExamples(set: ExampleSet, size: number): ExampleSet[] {
  const examples = set.x.shape[0]
  if (examples <= size) return [set]
  return Array.from({ length: Math.ceil(examples / size) }, (_, part) => {
    const start = part * size
    const cut = (values: tf.Tensor1D): tf.Tensor1D => tf.slice1d(values, start, Math.min(size, examples - start))
    return { x: cut(set.x), y: cut(set.y), targets: cut(set.targets) }
  })
}
