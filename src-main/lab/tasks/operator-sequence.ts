import { plainTaskSize, smallestOperands, taskShape, type OperatorSequenceConfig } from '../../../shared/catalogue/tasks/index.ts'
import { randomSplit } from '../../../shared/numerics/splits/index.ts'
import type { PlainTask } from './task-data.ts'

type Operation = (operands: readonly number[], p: number) => number

const operations: Record<OperatorSequenceConfig['operation'], Operation> = {
  'add': ([a, b], p) => (a + b) % p,
  'subtract': ([a, b], p) => (a - b + p) % p,
  'multiply': ([a, b], p) => (a * b) % p,
  'square-subtract': ([a, b], p) => (a * a - b + p) % p,
  'product-sum': ([a, b, c, d, e], p) => (a * c + b * d - e + p) % p
}

/** Every choice of operands from their smallest values to p − 1, the last varying fastest, in rows. */
function allOperands(smallest: readonly number[], modulus: number, total: number): Int32Array {
  const rows = new Int32Array(total * smallest.length)
  const current = [...smallest]
  for (let row = 0; row < total; row++) {
    rows.set(current, row * smallest.length)
    for (let place = current.length - 1; place >= 0 && ++current[place] === modulus; place--) current[place] = smallest[place]
  }
  return rows
}

/** Every equation of one of NeuralGrok's tasks with its result, split at random (arXiv 2504.17243, §3.1 and App. A). */
export function operatorSequenceTask(config: OperatorSequenceConfig): PlainTask {
  const { total } = plainTaskSize(config)
  const smallest = smallestOperands(config)
  const inputs = allOperands(smallest, config.modulus, total)
  const compute = operations[config.operation]
  const count = smallest.length
  const targets = Int32Array.from({ length: total }, (_, row) => compute([...inputs.subarray(row * count, (row + 1) * count)], config.modulus))
  const { train, test } = randomSplit(total, config.trainFraction, config.splitSeed)
  return { ...taskShape(config), inputs, targets, trainIndices: train, testIndices: test }
}
