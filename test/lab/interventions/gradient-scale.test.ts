import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { amplifierLayout, initialAmplifier, layersOf } from '../../../src-main/lab/interventions/amplifier/network.ts'
import { amplifyPlainly } from '../../../src-main/lab/interventions/amplifier/plain.ts'
import { clipNorm, scaleToNorm } from '../../../src-main/lab/interventions/gradient-scale.ts'
import { backends, useBackend } from '../backends.ts'

const valuesOf = (x: tf.Tensor): number[] => [...x.dataSync()]
const length = (values: Iterable<number>): number => Math.hypot(...values)

describe.each(backends)('norms of gradients on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test.each([1e12, 1, 1e-12, 1e-20, 1e-25])('a gradient of the order %g gets the norm c, though float32 has no squares of its entries', (order) => {
    const [x, y, z] = valuesOf(scaleToNorm(tf.tensor1d([3 * order, -4 * order, 0]), 2))
    expect([x, y, z].map((value) => value.toFixed(5))).toEqual(['1.20000', '-1.60000', '0.00000'])
  })

  test('a zero gradient stays zero, and a clip leaves what is small', () => {
    expect(valuesOf(scaleToNorm(tf.zeros([3]), 2))).toEqual([0, 0, 0])
    expect(valuesOf(clipNorm(tf.tensor1d([3e-20, -4e-20]), 1))).toEqual([3e-20, -4e-20].map(Math.fround))
    expect(length(valuesOf(clipNorm(tf.tensor1d([30, -40]), 1)))).toBeCloseTo(1, 6)
  })

  test('the amplifier gives a tiny gradient the norm c too', () => {
    const layers = layersOf(tf.tensor1d(initialAmplifier([8], 0)), [8])
    expect(amplifierLayout([8]).size).toBe(25)
    const layout = { entries: [{ name: 'all', shape: [3], offset: 0, size: 3 }], size: 3 }
    expect(length(valuesOf(amplifyPlainly(layers, tf.tensor1d([3e-22, -4e-22, 0]), layout, 0.2)))).toBeCloseTo(0.2, 5)
  })
})
