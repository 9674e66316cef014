import { plainTaskSize, taskShape, type ModularConfig } from '../../../shared/catalogue/tasks/index.ts'
import { splitChoice } from '../../../shared/config/split-choice.ts'
import { modularOperation } from '../../../shared/numerics/modular-operation.ts'
import { splitPairs } from '../../../shared/numerics/splits/index.ts'
import type { PlainTask } from './task-data.ts'

/**
 * Every pair (x, y) of residues in order of x, then y, with its result; division leaves out y = 0 (Power et al. 2022). Split by
 * `splitPairs`. Throws `expression/invalid`.
 */
export function modularTask(config: ModularConfig): PlainTask {
  const p = config.modulus
  const compute = modularOperation(config)
  const { total } = plainTaskSize(config)
  const inputs = new Int32Array(2 * total)
  const targets = new Int32Array(total)
  let row = 0
  for (let x = 0; x < p; x++) {
    for (let y = config.operation === 'divide' ? 1 : 0; y < p; y++, row++) {
      inputs.set([x, y], 2 * row)
      targets[row] = compute(x, y, p)
    }
  }
  const { train, test } = splitPairs(inputs, splitChoice(config), config.splitSeed)
  return { ...taskShape(config), inputs, targets, trainIndices: train, testIndices: test }
}
