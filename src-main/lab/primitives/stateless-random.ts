import * as tf from '@tensorflow/tfjs-core'
import { normalQuantile } from '../../../shared/numerics/normal-quantile.ts'
import { counterWords, counterWordsTensor } from './counter-words.ts'
import { withoutGradient } from './differentiable.ts'
import { onTensorFlow, tensorFlowOperation } from './tensorflow-operation.ts'

/** Random bits of a number, as many as float32 holds exactly in [0, 1). */
const bits = 23

type Draw = (count: number, seed: readonly [number, number]) => Float32Array

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1)

/** Uniform numbers in [0, 1) for a seed of two int32, on the host. */
export function statelessUniforms(count: number, seed: readonly [number, number]): Float32Array {
  return Float32Array.from(counterWords(count, seed), (word) => (word & (2 ** bits - 1)) / 2 ** bits)
}

/** Standard normals likewise: the quantiles of uniform numbers, each in the middle of its step of 2⁻²³. */
export function statelessNormals(count: number, seed: readonly [number, number]): Float32Array {
  return statelessUniforms(count, seed).map((uniform) => normalQuantile(uniform + 2 ** -(bits + 1)))
}

function onHost(draw: Draw, shape: number[], seed: tf.Tensor1D): tf.Tensor {
  const [first, second] = seed.dataSync<'int32'>()
  return tf.tensor(draw(sizeOf(shape), [first, second]), shape)
}

/**
 * Uniform float32 in [0, 1): a pure function of shape and seed, two int32, the same numbers on every backend. In a compiled step the
 * seed is a feed and the numbers are new at each call; `tf.randomUniform` would become a constant there.
 */
export function statelessUniform(shape: number[], seed: tf.Tensor1D): tf.Tensor {
  return withoutGradient(() => {
    if (!onTensorFlow()) return onHost(statelessUniforms, shape, seed)
    const words = counterWordsTensor(sizeOf(shape), seed, bits)
    return tf.reshape(tf.mul(tf.cast(words, 'float32'), 2 ** -bits), shape)
  })
}

/**
 * Standard normal float32, likewise: the quantiles of uniform numbers in the middle of their 2²³ steps, so up to ±5.3; the same numbers on every
 * backend up to the precision of the inverse error function, 6e-6 through XLA.
 */
export function statelessNormal(shape: number[], seed: tf.Tensor1D): tf.Tensor {
  return withoutGradient(() => {
    if (!onTensorFlow()) return onHost(statelessNormals, shape, seed)
    const centred = tf.add(tf.mul(statelessUniform(shape, seed), 2), 2 ** -bits - 1)
    return tf.mul(tensorFlowOperation('Erfinv', { T: 'float32' }, [centred]), Math.SQRT2)
  })
}
