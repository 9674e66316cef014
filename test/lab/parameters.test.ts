import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  filledUp, joinParameters, jointTensors, keepFrozen, layoutOf, mapTensors, ofTrained, perTensor, splitParameters, weightCount
} from '../../src-main/lab/parameters.ts'
import { backends, useBackend } from './backends.ts'

const initial = (shape: readonly number[]): Float32Array => new Float32Array(shape.reduce((product, length) => product * length, 1))
const layoutFor = (...shapes: number[][]) => filledUp(layoutOf(shapes.map((shape, index) => ({ name: `tensor-${index}`, shape, initial }))))

describe.each(backends)('the vector of all weights on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  // The second is long enough to be joined as an op of TensorFlow, the third has as many tensors as a transformer.
  test.each([
    ['short', layoutFor([3, 2], [5])], ['long', layoutFor([2, 131_072], [11])], ['of many tensors', layoutFor(...Array.from({ length: 12 }, () => [27_001]))]
  ])('%s: holds the tensors in their order, then zeros up to a multiple of 16', (_, layout) => {
    const count = weightCount(layout)
    const tensors = layout.entries.map(({ size, shape }, index) => tf.reshape(tf.range(1 + index, 1 + index + size), shape))
    const flat = joinParameters(tensors, layout)
    const values = flat.dataSync()
    expect(layout.size % 16).toBe(0)
    expect([count < layout.size, layout.size - count < 16, values.length]).toEqual([true, true, layout.size])
    expect(values.subarray(count).every((value) => value === 0)).toBe(true)
    splitParameters(flat, layout).forEach((tensor, index) => {
      expect(tensor.shape).toEqual(tensors[index].shape)
      expect(tensor.dataSync()).toEqual(tensors[index].dataSync())
    })
  })

  test('a function of each tensor leaves the zeros behind the last', () => {
    const layout = layoutFor([3, 2], [5])
    const flat = tf.tensor1d(perTensor(layout, ({ offset }) => 1 + offset))
    const changed = mapTensors(layout, [flat], (part) => tf.add(tf.mul(part, 10), tf.sum(part)))
    expect([...changed.dataSync()]).toEqual([...Array<number>(6).fill(16), ...Array<number>(5).fill(105), ...Array<number>(5).fill(0)])
  })

  test('a function of each tensor takes neighbours together that are joint', () => {
    const declared = [['a'], ['b', 'q'], ['c', 'q'], ['d', 'r'], ['e']].map(([name, joint]) => ({ name, shape: [2], initial, ...(joint === undefined ? {} : { joint }) }))
    const layout = filledUp(layoutOf(declared))
    expect(jointTensors(layout)).toEqual([{ offset: 0, size: 2 }, { offset: 2, size: 4 }, { offset: 6, size: 2 }, { offset: 8, size: 2 }])
    const flat = tf.tensor1d(perTensor(layout, ({ offset }) => 1 + offset))
    const sums = mapTensors(layout, [flat], (part) => tf.mul(tf.onesLike(part), tf.sum(part)))
    expect([...sums.dataSync()].slice(0, 11)).toEqual([2, 2, 16, 16, 16, 16, 14, 14, 18, 18, 0])
  })

  test('a frozen tensor stays as it is, and has no gradient, also where that is not finite', () => {
    const layout = filledUp(layoutOf([{ name: 'embedding', shape: [2], initial, frozen: true }, { name: 'hidden', shape: [3], initial }]))
    const before = tf.tensor1d(perTensor(layout, ({ offset }) => 1 + offset))
    const broken = tf.tensor1d([NaN, Infinity, 7, NaN, 8, ...Array<number>(11).fill(0)])
    expect([...keepFrozen(broken, before, layout).dataSync()].slice(0, 5)).toEqual([1, 1, 7, NaN, 8])
    expect([...ofTrained(broken, layout).dataSync()].slice(0, 5)).toEqual([0, 0, 7, NaN, 8])
  })

  test('a vector whose length fits already is not made longer', () => {
    expect(layoutFor([16, 2]).size).toBe(32)
    expect(layoutFor([16, 2], [1]).size).toBe(48)
  })
})
