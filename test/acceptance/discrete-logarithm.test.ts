import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseConfig } from '../../shared/config/validate.ts'
import { exampleSet, type ExampleSet } from '../../src-main/lab/example-set.ts'
import { buildNetwork, lossAndGradients, type Network } from '../../src-main/lab/network.ts'
import { initialParameters, splitParameters } from '../../src-main/lab/parameters.ts'
import { buildTask } from '../../src-main/lab/tasks/index.ts'
import type { TaskData } from '../../src-main/lab/tasks/task-data.ts'
import { useBackend } from '../lab/backends.ts'

const configOf = (operation: string, modulus: number) => parseConfig({
  task: { kind: 'modular', operation, modulus, trainFraction: 0.4 },
  model: { kind: 'quadratic-mlp', hiddenWidth: 24 }, loss: { kind: 'cross-entropy' }, optimizer: { kind: 'adamw' }
})

/** 5 generates the non-zero residues modulo 97: its powers 5⁰ … 5⁹⁵ are all of them. */
const powers = Array.from({ length: 96 }).reduce<number[]>((all) => [...all, all.length === 0 ? 1 : (all[all.length - 1] * 5) % 97], [])
const logarithm = new Map(powers.map((power, exponent) => [power, exponent]))

const addition = buildTask(configOf('add', 96))
const multiplication = buildTask(configOf('multiply', 97))

/** Rows of the multiplication table without zero, in the order of the addition table of the logarithms. */
function rowsByLogarithms(): Int32Array {
  const rows = new Int32Array(96 * 96)
  multiplication.targets.forEach((_, row) => {
    const [a, b] = [0, 1].map((operand) => logarithm.get(multiplication.inputs[2 * row + operand]))
    if (a !== undefined && b !== undefined) rows[a * 96 + b] = row
  })
  return rows
}

describe('× modulo 97 without zero and + modulo 96', () => {
  const rows = rowsByLogarithms()

  test('are one table once residues are named by their discrete logarithms', () => {
    expect(new Set(powers).size).toBe(96)
    expect(new Set(rows).size).toBe(9216)
    expect([...rows].map((row) => logarithm.get(multiplication.targets[row]))).toEqual([...addition.targets])
  })

  describe('as tasks', () => {
    beforeAll(() => useBackend('tensorflow'))

    /** The multiplication table with token and class x − 1 for the residue x, split as the addition table is. */
    const relabelled: TaskData = {
      ...addition,
      inputs: Int32Array.from({ length: 2 * rows.length }, (_, at) => multiplication.inputs[2 * rows[at >> 1] + (at % 2)] - 1),
      targets: Int32Array.from(rows, (row) => multiplication.targets[row] - 1)
    }

    /** The 30 training and test losses of gradient descent, from weights that are given tensor by tensor. */
    function curve(network: Network, task: TaskData, initial: tf.Tensor[]): number[] {
      const [train, unseen] = [task.trainIndices, task.testIndices].map((indices): ExampleSet => exampleSet(task, indices))
      let weights = initial
      return Array.from({ length: 30 }).flatMap(() => {
        const { loss, gradients } = lossAndGradients(network, weights, train)
        const tested = lossAndGradients(network, weights, unseen).loss
        weights = weights.map((weight, i) => tf.sub(weight, tf.mul(gradients[i], 2)))
        return [loss.arraySync(), tested.arraySync()]
      })
    }

    test('give the same curves from the same weights, relabelled', () => {
      const network = buildNetwork(configOf('add', 96), addition)
      const weights = splitParameters(tf.tensor1d(initialParameters(network.model.parameters, 3).map((value) => 4 * value)), network.layout)
      const order = tf.tensor1d(Array.from({ length: 96 }, (_, at) => logarithm.get(at + 1) ?? NaN), 'int32')
      const moved = network.layout.entries.map(({ name }, i) => tf.gather(weights[i], order, name === 'output' ? 1 : 0))
      const [sums, products] = [curve(network, addition, weights), curve(network, relabelled, moved)]
      products.forEach((loss, i) => { expect(loss).toBeCloseTo(sums[i], 4) })
      expect(sums[58]).toBeLessThan(sums[0] - 0.05)
      expect(curve(network, relabelled, weights)[58]).not.toBeCloseTo(sums[58], 4)
    })
  })
})
