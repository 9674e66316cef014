import { plainTaskSize, taskShape, type PolygonsConfig } from '../../../shared/catalogue/tasks/index.ts'
import { cellsPerImage, dictionarySides } from '../../../shared/images/polygons.ts'
import { permutation, randomSource } from '../../../shared/numerics/random.ts'
import type { PlainTask } from './task-data.ts'

/**
 * All n⁴ images in order of their first cell, then the second …; an example is its four dictionary indices, its class the sum of sides
 * (the convention of the published program; blank is 0). The first ⌊fraction · n⁴⌋ of a shuffle by the split seed are trained on.
 */
export function polygonsTask(config: PolygonsConfig): PlainTask {
  const { total, train } = plainTaskSize(config)
  const sides = dictionarySides(config.dictionarySize)
  const inputs = Int32Array.from({ length: cellsPerImage * total }, (_, index) => {
    const [example, cell] = [Math.floor(index / cellsPerImage), index % cellsPerImage]
    return Math.floor(example / config.dictionarySize ** (cellsPerImage - 1 - cell)) % config.dictionarySize
  })
  const targets = new Int32Array(total)
  inputs.forEach((entry, index) => { targets[Math.floor(index / cellsPerImage)] += sides[entry] })
  const order = permutation(total, randomSource(config.splitSeed))
  return { ...taskShape(config), inputs, targets, trainIndices: order.slice(0, train).sort(), testIndices: order.slice(train).sort() }
}
