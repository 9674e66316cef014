import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { batchNormalization, fixedNormalization } from '../../src-main/lab/primitives/batch-normalization.ts'
import { convolution } from '../../src-main/lab/primitives/convolution.ts'
import { globalAveragePooling, maxPooling } from '../../src-main/lab/primitives/pooling.ts'
import { backends, useBackend } from './backends.ts'
import { gradientError, hessianError, randomTensor, type ScalarFunction } from './derivatives.ts'

const curved = (x: tf.Tensor): tf.Scalar => tf.sum(tf.add(tf.mul(tf.square(x), x), tf.square(x)))
const images = (x: tf.Tensor): tf.Tensor4D => x as tf.Tensor4D
const filter = (k: number, inputs = 2, outputs = 3): tf.Tensor4D => randomTensor<tf.Rank.R4>([k, k, inputs, outputs], 5, 0.4)
const windows = [{ size: 3, stride: 1, padding: 1 }, { size: 3, stride: 2, padding: 1 }, { size: 7, stride: 2, padding: 3 }, { size: 1, stride: 2, padding: 0 }]

/** Functions of [2, 7, 6, 2] images that between them pass through every op on images and each of its gradients. */
const functions: Record<string, ScalarFunction> = {
  'batch normalization by the images': (x) => curved(batchNormalization(images(x), tf.tensor1d([1.5, -0.5]), tf.tensor1d([0.2, 1])).output),
  'batch normalization by scale and offset': (x) => {
    const flat = tf.reshape(x, [x.size])
    return curved(batchNormalization(images(x), tf.slice1d(flat, 3, 2), tf.slice1d(flat, 7, 2)).output)
  },
  'batch normalization by given statistics': (x) => {
    const flat = tf.reshape(x, [x.size])
    const mean = tf.slice1d(flat, 0, 2)
    return curved(fixedNormalization(images(x), { mean, variance: tf.add(tf.square(mean), 0.5) }, { scale: tf.slice1d(flat, 3, 2), offset: mean }))
  },
  ...Object.fromEntries(windows.flatMap(({ size, ...window }): [string, ScalarFunction][] => [
  [`convolution by the images, ${size} x ${size}, stride ${window.stride}`, (x) => curved(convolution(images(x), filter(size), window))],
  [`convolution by the filter, ${size} x ${size}, stride ${window.stride}`, (x) => {
    const weight = tf.reshape(tf.slice(tf.reshape(x, [x.size]), 0, size * size * 2), [size, size, 2, 1])
    return curved(convolution(randomTensor<tf.Rank.R4>([2, 7, 6, 2], 9, 0.3), weight as tf.Tensor4D, window))
  }],
  [`convolution by both, ${size} x ${size}, stride ${window.stride}`, (x) => {
    const weight = tf.reshape(tf.slice(tf.reshape(x, [x.size]), 0, size * size * 2), [size, size, 2, 1])
    return curved(convolution(images(x), tf.mul(weight, 0.3), window))
  }]
]))
}

describe.each(backends)('ops on images on %s', (backend) => {
  beforeAll(() => useBackend(backend))
  const point = (): tf.Tensor4D => randomTensor<tf.Rank.R4>([2, 7, 6, 2], 1, 0.5)

  test.each(Object.entries(functions))('%s: the gradient agrees with central differences', (_, f) => {
    expect(gradientError(f, point(), 0.02)).toBeLessThan(1e-3)
  })

  test.each(Object.entries(functions))('%s: Hessian-vector products agree with central differences', (_, f) => {
    expect(hessianError(f, point(), 0.02)).toBeLessThan(2e-3)
  })

  test('pooling: first and second derivatives agree with central differences away from ties', () => {
    const pooled: ScalarFunction = (x) => curved(globalAveragePooling(maxPooling(convolution(images(x), filter(3), { stride: 1, padding: 1 }), { size: 3, stride: 2, padding: 1 })))
    expect(gradientError(pooled, point(), 1e-3)).toBeLessThan(2e-3)
    expect(hessianError(pooled, point(), 1e-3)).toBeLessThan(1e-2)
  })

  test('of equal values in a window the first in row order passes the gradient, and padding none', () => {
    const x = tf.tensor4d([-1, -1, -1, -1, -1, -1, -1, -1, -1], [1, 3, 3, 1])
    const window = { size: 3, stride: 2, padding: 1 }
    expect([...maxPooling(x, window).dataSync()]).toEqual([-1, -1, -1, -1])
    const gradient = tf.grad((at: tf.Tensor) => tf.sum(tf.mul(maxPooling(images(at), window), tf.tensor4d([1, 2, 4, 8], [1, 2, 2, 1]))))
    expect([...gradient(x).dataSync()]).toEqual([1, 2, 0, 4, 8, 0, 0, 0, 0])
  })
})
