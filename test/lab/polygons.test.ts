import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseConfig } from '../../shared/config/validate.ts'
import { cellDictionary, type PolygonInputs } from '../../shared/images/polygon-inputs.ts'
import { polygonImage } from '../../shared/images/polygons.ts'
import { polygonImages } from '../../src-main/lab/models/polygon-images.ts'
import { buildTask } from '../../src-main/lab/tasks/index.ts'
import { backends, useBackend } from './backends.ts'

const config = (task: object): ReturnType<typeof parseConfig> => parseConfig({
  task: { kind: 'polygons', ...task }, model: { kind: 'resnet-18', width: 2 }, loss: { kind: 'cross-entropy' }, optimizer: { kind: 'adam' }
})

describe('the polygon task', () => {
  test('of the paper has 14,641 images, 47 sums from 0 to 48, and 3,660 images to train on', () => {
    const { targets, inputs, trainIndices, testIndices, classes } = buildTask(config({}))
    const counts = new Map<number, number>()
    targets.forEach((target) => { counts.set(target, (counts.get(target) ?? 0) + 1) })
    expect(targets).toHaveLength(14_641)
    expect(counts.size).toBe(47)
    expect([Math.min(...counts.keys()), Math.max(...counts.keys())]).toEqual([0, 48])
    expect([counts.has(1), counts.has(2), Math.max(...counts.values())]).toEqual([false, false, 813])
    expect([trainIndices.length, testIndices.length, classes]).toEqual([3660, 10_981, 52])
    expect(new Set([...trainIndices, ...testIndices]).size).toBe(14_641)
    expect([...inputs.slice(-8)]).toEqual([10, 10, 10, 9, 10, 10, 10, 10])
  })

  test('adds the sides of the four shapes', () => {
    const { inputs, targets } = buildTask(config({ dictionarySize: 5 }))
    const row = 625 - 1 - 5 * 2
    expect([...inputs.slice(4 * row, 4 * row + 4)]).toEqual([4, 4, 2, 4])
    expect(targets[row]).toBe(6 + 6 + 4 + 6)
  })

  test('keeps its dictionary of cells, not its images', () => {
    const { values } = cellDictionary({ dictionarySize: 11, imageSize: 224, drawing: 'published', preprocessing: 'ink' })
    expect(values).toHaveLength(4 * 11 * 112 * 112)
  })

  test('is refused with too few classes, and with a size that cannot be cut in half or cropped', () => {
    expect(() => config({ classes: 48 })).toThrow('task.classes: expected at least 49 for the sums 0 … 48, got 48')
    expect(() => config({ imageSize: 33 })).toThrow('task.imageSize: expected an even number, got 33')
    expect(() => config({ imageSize: 64, preprocessing: 'imagenet' })).toThrow('task.imageSize: expected a multiple of 14')
  })
})

describe.each(backends)('images of a batch on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test('are put together from the cells of the dictionary', () => {
    const inputs: PolygonInputs = { dictionarySize: 6, imageSize: 32, drawing: 'published', preprocessing: 'ink' }
    const examples = [[0, 1, 2, 3], [5, 5, 4, 1]]
    const operands = [0, 1, 2, 3].map((cell) => tf.tensor1d(examples.map((example) => example[cell]), 'int32'))
    const { assemble, dispose } = polygonImages(inputs)
    const before = tf.memory().numTensors
    const images = assemble(operands)
    expect(images.shape).toEqual([2, 32, 32, 1])
    const expected = examples.flatMap((example) => [...polygonImage(inputs, example).pixels].map((level) => (255 - level) / 255))
    expect([...images.dataSync()]).toEqual(expected)
    tf.tidy(() => assemble(operands))
    tf.dispose(images)
    dispose()
    expect(tf.memory().numTensors).toBeLessThanOrEqual(before + 20)
  })
})
