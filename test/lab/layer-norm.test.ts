import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { layerNorm } from '../../src-main/lab/primitives/layer-norm.ts'
import { backends, useBackend } from './backends.ts'
import { gradientError, hessianError, randomTensor, relativeError, type ScalarFunction } from './derivatives.ts'

interface Fixture {
  x: number[][]
  gain: number[]
  bias: number[]
  v: number[][]
  value: number[][]
  gradients: [number[][], number[], number[]]
  product: number[][]
}

const fixture = JSON.parse(readFileSync(new URL('fixtures/layer-norm.json', import.meta.url), 'utf8')) as Fixture

/** The fixture's scalar, Σ y³ + y². */
function scalarOf(x: tf.Tensor, gain: tf.Tensor, bias: tf.Tensor): tf.Scalar {
  const y = layerNorm(x as tf.Tensor2D, gain as tf.Tensor1D, bias as tf.Tensor1D)
  return tf.sum(tf.add(tf.mul(tf.square(y), y), tf.square(y)))
}

const tensors = (): [tf.Tensor2D, tf.Tensor1D, tf.Tensor1D] => [tf.tensor2d(fixture.x), tf.tensor1d(fixture.gain), tf.tensor1d(fixture.bias)]

describe.each(backends)('layer normalization on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test('gives PyTorch’s values for rows of any scale', () => {
    const values = layerNorm(...tensors())
    fixture.value.forEach((row, index) => {
      expect(relativeError(tf.slice(values, [index, 0], [1, row.length]).dataSync(), row), `row ${index}`).toBeLessThan(1e-4)
    })
  })

  test('has PyTorch’s gradients with respect to input, gain and bias', () => {
    const [x, gain, bias] = tensors()
    const gradients = tf.grads((...at: tf.Tensor[]) => scalarOf(at[0], at[1], at[2]))([x, gain, bias])
    gradients.forEach((gradient, index) => {
      expect(relativeError(gradient.dataSync(), fixture.gradients[index].flat()), `gradient ${index}`).toBeLessThan(1e-4)
    })
  })

  test('has PyTorch’s Hessian-vector product', () => {
    const [x, gain, bias] = tensors()
    const gradient = tf.grad((at: tf.Tensor) => scalarOf(at, gain, bias))
    const product = tf.grad((at: tf.Tensor) => tf.sum(tf.mul(gradient(at), tf.tensor2d(fixture.v))))(x)
    expect(relativeError(product.dataSync(), fixture.product.flat())).toBeLessThan(1e-3)
  })

  test('its first and second derivatives agree with central differences in each argument', () => {
    const [x, gain, bias] = [randomTensor([5, 4], 1), randomTensor([4], 2), randomTensor([4], 3)]
    const functions: [ScalarFunction, tf.Tensor][] = [
      [(at) => scalarOf(at, gain, bias), x], [(at) => scalarOf(x, at, bias), gain], [(at) => scalarOf(x, gain, at), bias],
      [(at) => scalarOf(at, tf.reshape(tf.slice(at, [0, 0], [1, 4]), [4]), tf.reshape(tf.slice(at, [1, 0], [1, 4]), [4])), x]
    ]
    for (const [f, at] of functions) {
      expect(gradientError(f, at, 0.02)).toBeLessThan(2e-3)
      expect(hessianError(f, at, 0.02)).toBeLessThan(5e-3)
    }
  })

  test('gives the bias for a row of equal numbers', () => {
    expect(layerNorm(tf.fill([1, 4], 7), tf.ones([4]), tf.tensor1d([1, 2, 3, 4])).arraySync()).toEqual([[1, 2, 3, 4]])
  })
})
