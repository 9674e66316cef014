import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { permutation, randomSource } from '../../shared/numerics/random.ts'
import { withoutGradient } from '../../src-main/lab/primitives/differentiable.ts'
import { activations, gelu, relu } from '../../src-main/lab/primitives/elementwise.ts'
import { gatherIntegers, gatherRows, pickColumns, scatterRows } from '../../src-main/lab/primitives/gather.ts'
import { affine, columnSum } from '../../src-main/lab/primitives/matrix.ts'
import { oneHot, rowMaximum, rowSum, softmax, softmaxAcross } from '../../src-main/lab/primitives/rows.ts'
import { backends, useBackend } from './backends.ts'
import { gradientError, hessianError, randomTensor, relativeError, type ScalarFunction } from './derivatives.ts'

const cube = (x: tf.Tensor): tf.Tensor => tf.mul(tf.square(x), x)
/** A curved scalar of a tensor, so that second derivatives of what makes the tensor are seen too. */
const curved = (x: tf.Tensor): tf.Scalar => tf.sum(tf.add(cube(x), tf.square(x)))
const as2d = (x: tf.Tensor): tf.Tensor2D => x as tf.Tensor2D
const indices = (): tf.Tensor1D => tf.tensor1d([2, 0, 2, 4, 2], 'int32')

/** Functions of a [5, 4] matrix that between them pass through every op that models, losses and optimizers are made of. */
const functions: Record<string, ScalarFunction> = {
  'broadcast add and subtract': (x) => curved(tf.sub(tf.add(x, tf.slice(x, [0, 0], [1, 4])), tf.slice(x, [0, 1], [5, 1]))),
  'broadcast multiply': (x) => curved(tf.mul(x, tf.slice(x, [0, 1], [5, 1]))),
  'broadcast divide': (x) => curved(tf.div(x, tf.add(tf.square(tf.slice(x, [0, 1], [5, 1])), 1))),
  'matrix product': (x) => curved(tf.matMul(as2d(x), tf.slice(as2d(x), [0, 0], [4, 4]))),
  'matrix product, left transposed': (x) => curved(tf.matMul(as2d(x), as2d(x), true, false)),
  'matrix product, right transposed': (x) => curved(tf.matMul(as2d(x), as2d(x), false, true)),
  'matrix product, both transposed': (x) => curved(tf.matMul(tf.slice(as2d(x), [0, 0], [4, 4]), as2d(x), true, true)),
  'sums and tiles': (x) => curved(tf.add(tf.tile(tf.sum(tf.square(x), 0, true), [5, 1]), x)),
  'slice, pad, reshape, transpose': (x) => curved(tf.matMul(tf.transpose(as2d(x)), tf.reshape(tf.pad(tf.slice(x, [1, 1], [3, 2]), [[1, 1], [2, 0]]), [5, 4]))),
  'concatenation of rows': (x) => curved(tf.matMul(tf.concat2d([as2d(x), as2d(tf.slice(tf.square(x), [2, 0], [3, 4]))], 0), as2d(tf.slice(x, [0, 0], [4, 4])))),
  'concatenation of columns': (x) => curved(tf.concat2d([as2d(x), as2d(tf.square(x)), as2d(tf.slice(x, [0, 1], [5, 2]))], 1)),
  'exp, expm1': (x) => tf.sum(tf.mul(tf.exp(tf.mul(x, 0.5)), tf.expm1(x))),
  'log, log1p, sqrt': (x) => tf.sum(tf.mul(tf.log(tf.add(tf.square(x), 1)), tf.mul(tf.log1p(tf.square(x)), tf.sqrt(tf.add(tf.square(x), 2))))),
  'erf': (x) => curved(tf.erf(x)),
  'gelu': (x) => curved(gelu(x)),
  'quadratic': (x) => curved(activations.quadratic(x)),
  'affine map': (x) => curved(affine(tf.matMul(as2d(x), as2d(x), false, true), as2d(x), tf.reshape(tf.slice(x, [1, 0], [1, 4]), [4]))),
  'affine map and relu': (x) => curved(relu(affine(as2d(x), tf.slice(as2d(x), [0, 0], [4, 4]), tf.reshape(tf.slice(x, [1, 0], [1, 4]), [4])))),
  'column sum': (x) => curved(tf.mul(columnSum(as2d(x)), x)),
  'square matrix with broadcast rows and columns': (x) => {
    const square = tf.slice(x, [0, 0], [4, 4])
    return curved(tf.sub(tf.mul(square, tf.slice(x, [0, 1], [4, 1])), tf.add(square, tf.slice(x, [1, 0], [1, 4]))))
  },
  'row sum': (x) => curved(rowSum(as2d(x))),
  'softmax': (x) => curved(softmax(as2d(x))),
  'softmax of a product': (x) => curved(softmax(tf.matMul(as2d(x), as2d(x), false, true))),
  'gather': (x) => curved(gatherRows(x, indices())),
  'scatter': (x) => curved(scatterRows(x, tf.tensor1d([1, 0, 1, 1, 2], 'int32'), 3)),
  'picked columns': (x) => curved(tf.mul(pickColumns(as2d(x), tf.tensor1d([3, 0, 0, 2, 1], 'int32')), x)),
  'softmax across a list': (x) => {
    const weights = softmaxAcross([x, tf.mul(x, x), tf.mul(tf.slice(x, [0, 0], [1, 4]), -0.5)])
    return curved(tf.add(weights[0], tf.add(tf.mul(weights[1], x), weights[2])))
  }
}

describe.each(backends)('primitives on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test.each(Object.entries(functions))('%s: the gradient agrees with central differences', (_, f) => {
    expect(gradientError(f, randomTensor([5, 4], 1))).toBeLessThan(1e-3)
  })

  test.each(Object.entries(functions))('%s: Hessian-vector products agree with central differences', (_, f) => {
    expect(hessianError(f, randomTensor([5, 4], 1))).toBeLessThan(1e-3)
  })

  test('relu and its derivatives are right away from the kink, and 0 at it', () => {
    const x = tf.tensor1d([-2, -0.5, 0, 0.5, 3])
    expect([...relu(x).dataSync()]).toEqual([0, 0, 0, 0.5, 3])
    expect([...tf.grad((at: tf.Tensor) => tf.sum(relu(at)))(x).dataSync()]).toEqual([0, 0, 0, 1, 1])
    const f: ScalarFunction = (at) => curved(relu(at))
    const away = tf.tensor1d([-2, -0.5, 0.5, 3, -1])
    expect(gradientError(f, away)).toBeLessThan(1e-3)
    expect(hessianError(f, away)).toBeLessThan(1e-3)
  })

  test('gelu is x Φ(x)', () => {
    const expected = [-0.158655254, 0, 0.345731230, 0.841344746, 2.995950307]
    expect(relativeError(gelu(tf.tensor1d([-1, 0, 0.5, 1, 3])).dataSync(), expected)).toBeLessThan(1e-6)
  })

  test('gather takes rows, scatter sums them, and each is the gradient of the other', () => {
    const table = tf.tensor2d([[1, 2], [3, 4], [5, 6], [7, 8], [9, 10]])
    expect(gatherRows(table, indices()).arraySync()).toEqual([[5, 6], [1, 2], [5, 6], [9, 10], [5, 6]])
    expect(scatterRows(table, indices(), 5).arraySync()).toEqual([[3, 4], [0, 0], [15, 18], [0, 0], [7, 8]])
    const upstream = tf.tensor2d(table.arraySync())
    const gradient = tf.grad((at: tf.Tensor) => tf.sum(tf.mul(gatherRows(at, indices()), upstream)))(table)
    expect(as2d(gradient).arraySync()).toEqual([[3, 4], [0, 0], [15, 18], [0, 0], [7, 8]])
  })

  test('gather works on tables of any rank, and exactly', () => {
    const table = randomTensor([50, 3, 2], 3) as tf.Tensor3D
    const chosen = tf.tensor1d(permutation(50, randomSource(1)), 'int32')
    const rows = gatherRows(table, chosen)
    expect(rows.shape).toEqual([50, 3, 2])
    expect(scatterRows(rows, chosen, 50).arraySync()).toEqual(table.arraySync())
  })

  test('picks one element of each row', () => {
    const picked = pickColumns(tf.tensor2d([[1, 2, 3], [4, 5, 6]]), tf.tensor1d([2, 0], 'int32'))
    expect(picked.arraySync()).toEqual([[3], [4]])
  })

  test('softmax across a list sums to 1 and bears huge scores', () => {
    const weights = softmaxAcross([tf.tensor1d([1e4, -1e4]), tf.tensor1d([1e4, 0]), tf.tensor1d([0, -5])])
    expect(weights.map((weight) => [...weight.dataSync()].map((value) => Number(value.toFixed(4))))).toEqual([[0.5, 0], [0.5, 0.9933], [0, 0.0067]])
  })

  test('whole numbers are gathered as whole numbers', () => {
    const gathered = gatherIntegers(tf.tensor1d([70_000, 16_777_217, 3], 'int32'), tf.tensor1d([1, 1, 0], 'int32'))
    expect([gathered.dtype, [...gathered.dataSync()]]).toEqual(['int32', [16_777_217, 16_777_217, 70_000]])
  })

  test('one-hot rows are ones and zeros in float32', () => {
    const rows = oneHot(tf.tensor1d([1, 0], 'int32'), 3)
    expect([rows.dtype, rows.arraySync()]).toEqual(['float32', [[0, 1, 0], [1, 0, 0]]])
  })

  test('a table of one row is gathered, a single class has one-hot rows', () => {
    expect(oneHot(tf.tensor1d([0, 0], 'int32'), 1, 3).arraySync()).toEqual([[3], [3]])
    const table = tf.tensor2d([[1.5, -2]])
    const twice = tf.tensor1d([0, 0], 'int32')
    expect(gatherRows(table, twice).arraySync()).toEqual([[1.5, -2], [1.5, -2]])
    expect(as2d(tf.grad((at: tf.Tensor) => curved(gatherRows(at, twice)))(table)).shape).toEqual([1, 2])
  })

  test('the row maximum has no gradient', () => {
    const f: ScalarFunction = (x) => tf.sum(tf.add(tf.sum(x, 1, true), tf.mul(rowMaximum(as2d(x)), 100)))
    expect(as2d(tf.grad(f)(tf.tensor2d([[1, 2], [4, 3]]))).arraySync()).toEqual([[1, 1], [1, 1]])
  })

  test('a constant of the derivative is no part of it', () => {
    const f: ScalarFunction = (x) => tf.sum(tf.mul(x, withoutGradient(() => tf.square(x))))
    expect([...tf.grad(f)(tf.tensor1d([2, 3])).dataSync()]).toEqual([4, 9])
  })

  test('softmax of huge scores is finite', () => {
    expect(softmax(tf.tensor2d([[1e4, -1e4, 1e4]])).arraySync()).toEqual([[0.5, 0, 0.5]])
  })

  test('training leaves no tensor behind', () => {
    const x = randomTensor([5, 4], 1)
    const before = tf.memory().numTensors
    for (const f of Object.values(functions)) tf.tidy(() => { tf.grad(f)(x).dataSync() })
    expect(tf.memory().numTensors).toBe(before)
  })
})
