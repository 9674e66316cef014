import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { batchNormalization, fixedNormalization, movedStatistics } from '../../src-main/lab/primitives/batch-normalization.ts'
import { convolution } from '../../src-main/lab/primitives/convolution.ts'
import { globalAveragePooling, maxPooling } from '../../src-main/lab/primitives/pooling.ts'
import { backends, useBackend } from './backends.ts'
import { gradientError, hessianError, randomTensor, relativeError, type ScalarFunction } from './derivatives.ts'

const curved = (x: tf.Tensor): tf.Scalar => tf.sum(tf.add(tf.mul(tf.square(x), x), tf.square(x)))
const images = (x: tf.Tensor): tf.Tensor4D => x as tf.Tensor4D
const filter = (k: number, inputs = 2, outputs = 3): tf.Tensor4D => randomTensor<tf.Rank.R4>([k, k, inputs, outputs], 5, 0.4)
const windows = [
  { size: 3, stride: 1, padding: 1 }, { size: 3, stride: 2, padding: 1 }, { size: 7, stride: 2, padding: 3 }, { size: 1, stride: 2, padding: 0 }
]
const cut = (x: tf.Tensor, begin: number, size: number): tf.Tensor1D => tf.slice1d(tf.reshape(x, [x.size]) as tf.Tensor1D, begin, size)

/** Functions of [2, 7, 6, 2] images that between them pass through every op on images and each of its gradients. */
const functions: Record<string, ScalarFunction> = {
  'batch normalization by the images': (x) => curved(batchNormalization(images(x), tf.tensor1d([1.5, -0.5]), tf.tensor1d([0.2, 1])).output),
  'batch normalization by scale and offset': (x) => {
    return curved(batchNormalization(images(x), cut(x, 3, 2), cut(x, 7, 2)).output)
  },
  'batch normalization by given statistics': (x) => {
    const mean = cut(x, 0, 2)
    return curved(fixedNormalization(images(x), { mean, variance: tf.add(tf.square(mean), 0.5) }, { scale: cut(x, 3, 2), offset: mean }))
  },
  'convolution to one pixel': (x) => {
    const corner = tf.slice(images(x), [0, 2, 1, 0], [2, 2, 2, 2])
    return curved(convolution(corner, tf.reshape(cut(x, 0, 18), [3, 3, 2, 1]), { stride: 2, padding: 1 }))
  },
  ...Object.fromEntries(windows.flatMap(({ size, ...window }): [string, ScalarFunction][] => [
  [`convolution by the images, ${size} x ${size}, stride ${window.stride}`, (x) => curved(convolution(images(x), filter(size), window))],
  [`convolution by the filter, ${size} x ${size}, stride ${window.stride}`, (x) => {
    const weight = tf.reshape(cut(x, 0, size * size * 2), [size, size, 2, 1])
    return curved(convolution(randomTensor<tf.Rank.R4>([2, 7, 6, 2], 9, 0.3), weight as tf.Tensor4D, window))
  }],
  [`convolution by both, ${size} x ${size}, stride ${window.stride}`, (x) => {
    const weight = tf.reshape(cut(x, 0, size * size * 2), [size, size, 2, 1])
    return curved(convolution(images(x), tf.mul(weight, 0.3), window))
  }]
]))
}

/** Values by PyTorch in float64, written by test/lab/fixtures/make_resnet.py. */
interface ImageFixtures {
  convolutions: {
    height: number; width: number; channels: number; size: number; stride: number; padding: number
    output: number[]; byImages: number[]; byFilter: number[]
  }[]
  pooling: { output: number[]; byImages: number[]; average: number[] }
  normalization: {
    output: number[]; byImages: number[]; byScale: number[]; byOffset: number[]; mean: number[]; variance: number[]; evaluated: number[]
  }[]
}
const fixtures = JSON.parse(readFileSync(new URL('fixtures/resnet.json', import.meta.url), 'utf8')) as ImageFixtures
const error = (tensor: tf.Tensor, expected: number[]): number => relativeError(tensor.dataSync(), expected)

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
    const pooled: ScalarFunction = (x) => {
      const filtered = convolution(images(x), filter(3), { stride: 1, padding: 1 })
      return curved(globalAveragePooling(maxPooling(filtered, { size: 3, stride: 2, padding: 1 })))
    }
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

  test.each(fixtures.convolutions)('convolution $size x $size, stride $stride, of $height x $width x $channels pixels: values and gradients are PyTorch’s', ({ height, width, channels, size, stride, padding, ...expected }) => {
    const [x, weight] = [randomTensor<tf.Rank.R4>([2, height, width, channels], 1), randomTensor<tf.Rank.R4>([size, size, channels, 4], 2)]
    const run = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => convolution(images(a), images(b), { stride, padding })
    const [byImages, byFilter] = tf.grads((a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.square(run(a, b))))([x, weight])
    expect(error(run(x, weight), expected.output)).toBeLessThan(1e-5)
    expect(error(byImages, expected.byImages)).toBeLessThan(1e-5)
    expect(error(byFilter, expected.byFilter)).toBeLessThan(1e-5)
  })

  test('pooling: values and gradients are PyTorch’s', () => {
    const x = randomTensor<tf.Rank.R4>([2, 8, 7, 3], 1)
    const pool = (at: tf.Tensor): tf.Tensor => maxPooling(images(at), { size: 3, stride: 2, padding: 1 })
    const gradient = tf.grad((at: tf.Tensor) => tf.sum(tf.mul(tf.square(pool(at)), pool(at))))(x)
    expect(error(pool(x), fixtures.pooling.output)).toBeLessThan(1e-6)
    expect(error(gradient, fixtures.pooling.byImages)).toBeLessThan(1e-5)
    expect(error(globalAveragePooling(x), fixtures.pooling.average)).toBeLessThan(1e-5)
  })

  test('batch normalization: values, gradients, and running statistics over several steps are PyTorch’s', () => {
    const [scale, offset] = [randomTensor<tf.Rank.R1>([3], 5), randomTensor<tf.Rank.R1>([3], 6)]
    let statistics = { mean: tf.zeros<tf.Rank.R1>([3]), variance: tf.ones<tf.Rank.R1>([3]) }
    fixtures.normalization.forEach((expected, step) => {
      const x = randomTensor<tf.Rank.R4>([2, 3, 2, 3], step, 1 + step)
      const batch = batchNormalization(x, scale, offset)
      const cubed = (...[at, factor, summand]: tf.Tensor[]): tf.Scalar => {
        const { output } = batchNormalization(images(at), factor as tf.Tensor1D, summand as tf.Tensor1D)
        return tf.sum(tf.mul(tf.square(output), output))
      }
      const [byImages, byScale, byOffset] = tf.grads(cubed)([x, scale, offset])
      statistics = movedStatistics(statistics, batch)
      expect(error(batch.output, expected.output)).toBeLessThan(1e-5)
      expect(error(byImages, expected.byImages)).toBeLessThan(1e-4)
      expect(error(byScale, expected.byScale)).toBeLessThan(1e-5)
      expect(error(byOffset, expected.byOffset)).toBeLessThan(1e-5)
      expect(error(statistics.mean, expected.mean)).toBeLessThan(1e-5)
      expect(error(statistics.variance, expected.variance)).toBeLessThan(1e-5)
      expect(error(fixedNormalization(x, statistics, { scale, offset }), expected.evaluated)).toBeLessThan(1e-5)
    })
  })
})
