import { plainTaskSize, type PolygonsConfig } from '../../shared/catalogue/tasks/index.ts'
import type { GrayImage } from '../../shared/images/gray-image.ts'
import { cellsPerImage, dictionarySides, polygonImage } from '../../shared/images/polygons.ts'
import { permutation, randomSource } from '../../shared/numerics/random.ts'

export interface ImageSample {
  image: GrayImage
  /** Sum of the sides: the class. */
  target: number
  set: 'training' | 'test'
}

/** Dictionary indices of an example's four cells, in the trainer's order of examples. */
function cellsOf(example: number, dictionarySize: number): number[] {
  return Array.from({ length: cellsPerImage }, (_, cell) => Math.floor(example / dictionarySize ** (cellsPerImage - 1 - cell)) % dictionarySize)
}

/** The first images of the training and of the test set, in the order of the split's shuffle, before any preprocessing. */
export function imageSamples(task: PolygonsConfig, ofEach: number): ImageSample[] {
  const { total, train } = plainTaskSize(task)
  const order = permutation(total, randomSource(task.splitSeed))
  const sides = dictionarySides(task.dictionarySize)
  const chosen = [...order.slice(0, Math.min(train, ofEach)), ...order.slice(train, train + ofEach)]
  return chosen.map((example, place) => {
    const cells = cellsOf(example, task.dictionarySize)
    return {
      image: polygonImage(task, cells), target: cells.reduce((sum, cell) => sum + sides[cell], 0),
      set: place < Math.min(train, ofEach) ? 'training' : 'test'
    }
  })
}
