import { describe, expect, test } from 'vitest'
import { taskShape } from '../../shared/catalogue/tasks/index.ts'
import { neuralGrokRun, type NeuralGrokTask } from '../../shared/config/papers/neuralgrok.ts'
import { taskSize } from '../../shared/config/task-size.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import { buildNetwork } from '../../src-main/lab/network.ts'
import { jointTensors } from '../../src-main/lab/parameters.ts'
import { buildTask } from '../../src-main/lab/tasks/index.ts'

type Sizes = [train: number, test: number, outer: number, total: number]

const modular = (fields: object): object => ({ kind: 'modular', trainFraction: 0.3, modulus: 97, ...fields })
const sequence = (fields: object): object => ({ kind: 'operator-sequence', ...fields })
const amplifier = { kind: 'neural-amplifier', outerFraction: 0.01 }

/** Sizes that the papers, their codes or arithmetic on both give. */
const cases: [string, object, object[], Sizes][] = [
  ['Nanda et al.: 30 % of all pairs modulo 113', modular({ modulus: 113 }), [], [3830, 8939, 0, 12_769]],
  ['division modulo 97 leaves out y = 0', modular({ operation: 'divide', trainFraction: 0.5 }), [], [4656, 4656, 0, 9312]],
  ...['random', 'uniform', 'skewed'].map((kind): [string, object, object[], Sizes] =>
    [`paper 1: 30 % and a held-out 20 %, ${kind}`, modular({ split: { kind, testFraction: 0.2 } }), [], [2822, 1881, 0, 9409]]),
  ['paper 2: 30 % of all pairs', modular({}), [], [2822, 6587, 0, 9409]],
  ['paper 2: SQUARE(30)', modular({ split: { kind: 'square', side: 30 } }), [], [2822, 6587, 0, 9409]],
  ['paper 2: SQUARE(60)', modular({ split: { kind: 'square', side: 60 } }), [], [2822, 6587, 0, 9409]],
  ['paper 2: STRIP(60)', modular({ split: { kind: 'strip', width: 60 } }), [], [2822, 6587, 0, 9409]],
  ['paper 2: STRIP(67), all that is left', modular({ split: { kind: 'strip', width: 67 } }), [], [2813, 6596, 0, 9409]],
  ['NeuralGrok: baseline on a + b', sequence({ operation: 'add' }), [], [4656, 4656, 0, 9312]],
  ['NeuralGrok: amplifier on a + b', sequence({ operation: 'add' }), [amplifier], [4562, 4657, 93, 9312]],
  ['NeuralGrok: amplifier on a · a − b', sequence({ operation: 'square-subtract' }), [amplifier], [4562, 4657, 93, 9312]],
  ['NeuralGrok: baseline on a · c + b · d − e', sequence({ operation: 'product-sum', modulus: 7 }), [], [6174, 6174, 0, 12_348]],
  ['NeuralGrok: amplifier on a · c + b · d − e', sequence({ operation: 'product-sum', modulus: 7 }), [amplifier], [6050, 6175, 123, 12_348]]
]

describe('sizes of training, test and outer set, and of the whole table', () => {
  test.each(cases)('%s', (_, task, interventions, [train, unseen, outer, total]) => {
    const config = parseConfig({
      task, interventions, model: { kind: 'transformer', width: 128, heads: 4 }, loss: { kind: 'cross-entropy' }, optimizer: { kind: 'adam' }
    })
    expect(taskSize(config)).toEqual({ train, test: unseen, outer, total })
    const built = buildTask(config)
    const sets = [built.trainIndices, built.testIndices, built.outerIndices]
    expect([...sets.map((rows) => rows.length), built.targets.length]).toEqual([train, unseen, outer, total])
    expect(new Set(sets.flatMap((rows) => [...rows])).size).toBe(train + unseen + outer)
  })

  test.each([[30, 14.6], [60, 56.5]])('paper 2: SQUARE(%i) is %f % of the test set', (side, share) => {
    const { inputs, testIndices } = buildTask(parseConfig({
      task: modular({ split: { kind: 'square', side } }), model: { kind: 'quadratic-mlp' }, loss: { kind: 'cross-entropy' }, optimizer: { kind: 'adam' }
    }))
    const inside = testIndices.filter((row) => inputs[2 * row] <= side && inputs[2 * row + 1] <= side)
    expect(inside).toHaveLength((side + 1) ** 2)
    expect(100 * inside.length / testIndices.length).toBeCloseTo(share, 1)
  })
})

describe('tensors that the amplifier takes one by one', () => {
  test.each<[NeuralGrokTask, number]>([['add', 29], ['subtract', 29], ['multiply', 29], ['square-subtract', 29], ['product-sum', 53]])('NeuralGrok: %s has %i', (task, count) => {
    const config = parseConfig({ ...neuralGrokRun({ task, interventions: [] }), stop: { maximumSteps: 1 } })
    expect(jointTensors(buildNetwork(config, taskShape(config.task)).layout)).toHaveLength(count)
  })
})
