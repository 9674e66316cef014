import * as tf from '@tensorflow/tfjs-core'
import { normals, randomSource } from '../../shared/numerics/random.ts'

export type ScalarFunction = (x: tf.Tensor) => tf.Scalar

/** A tensor of seeded normals. */
export function randomTensor<R extends tf.Rank>(shape: tf.ShapeMap[R], seed: number, scale = 1): tf.Tensor<R> {
  const size = (shape as number[]).reduce((product, length) => product * length, 1)
  return tf.tensor<R>(normals(size, randomSource(seed)).map((value) => value * scale), shape)
}

/** Largest difference over the largest magnitude of either. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [difference, magnitude] = [0, 0]
  for (let i = 0; i < a.length; i++) {
    difference = Math.max(difference, Math.abs(a[i] - b[i]))
    magnitude = Math.max(magnitude, Math.abs(a[i]), Math.abs(b[i]))
  }
  return magnitude === 0 ? 0 : difference / magnitude
}

/** A five-point central difference of a tensor-valued function along v: its error is O(h⁴). */
export function centralDifference(f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor, v: tf.Tensor, h: number): Float32Array {
  const at = (factor: number): Float32Array => tf.tidy(() => f(tf.add(x, tf.mul(v, factor * h)))).dataSync<'float32'>()
  const [a, b, c, d] = [at(-2), at(-1), at(1), at(2)]
  return a.map((_, i) => (a[i] - 8 * b[i] + 8 * c[i] - d[i]) / (12 * h))
}

/** A seeded direction of length 1. */
function direction(shape: number[], seed: number): tf.Tensor {
  const v = randomTensor(shape, seed)
  return tf.div(v, tf.norm(v))
}

/** How far the gradient's component along a random direction is from a central difference, relative to the gradient's size. */
export function gradientError(f: ScalarFunction, x: tf.Tensor, h = 0.05): number {
  const v = direction(x.shape, 77)
  const gradient = tf.grad(f)(x)
  const analytic = tf.sum(tf.mul(gradient, v)).dataSync()[0]
  const [numeric] = centralDifference(f, x, v, h)
  const scale = tf.norm(gradient).dataSync()[0]
  return Math.abs(analytic - numeric) / Math.max(scale, Math.abs(numeric))
}

/** How far a Hessian-vector product by nested gradients is from a central difference of gradients, relative to its size. */
export function hessianError(f: ScalarFunction, x: tf.Tensor, h = 0.05): number {
  const v = direction(x.shape, 78)
  const product = tf.grad((at: tf.Tensor) => tf.sum(tf.mul(tf.grad(f)(at), v)))(x)
  return relativeError(product.dataSync(), centralDifference(tf.grad(f), x, v, h))
}
