import * as tf from '@tensorflow/tfjs-core'
import { onTensorFlow, tensorFlowOperation } from './tensorflow-operation.ts'

/** max(x, 0); the derivative at 0 is 0. */
export function relu<T extends tf.Tensor>(x: T): T {
  return tf.relu(x)
}

/** x · Φ(x) with the exact normal distribution function, not the tanh approximation (Hendrycks and Gimpel 2016). */
export function gelu<T extends tf.Tensor>(x: T): T {
  return tf.mul(x, tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5))
}

/**
 * log(1 + x) to full precision for tiny x. The wasm backend's own is log(1 + x) as written; there the rounding error of 1 + x
 * is divided out (Kahan, in Higham 2002, §1.14.1). Meant for what carries its own gradient: it is not differentiable off TensorFlow.
 */
export function logOnePlus<T extends tf.Tensor>(x: T): T {
  if (onTensorFlow()) return tf.log1p(x)
  const rounded = tf.add<T>(x, 1)
  const excess = tf.sub<T>(rounded, 1)
  return tf.where<T>(tf.equal(excess, 0), x, tf.mul<T>(tf.log(rounded), tf.div(x, excess)))
}

/** `a` where a scalar is finite, else `b`, whole and bit by bit; without gradient. */
export function selectWhereFinite<T extends tf.Tensor>(scalar: tf.Scalar, a: T, b: T): T {
  const finite = tf.isFinite(scalar)
  return onTensorFlow() ? tensorFlowOperation('SelectV2', { T: 'float32' }, [finite, a, b]) as T : tf.where<T>(finite, a, b)
}

/** x² */
export function quadratic<T extends tf.Tensor>(x: T): T {
  return tf.square(x)
}

/** The non-linearities that a config can name. */
export const activations = { relu, gelu, quadratic }
