import * as tf from '@tensorflow/tfjs-core'
import { withoutGradient } from './differentiable.ts'
import { statelessNormals, statelessUniforms } from './philox.ts'
import { onTensorFlow, tensorFlowOperation } from './tensorflow-operation.ts'

type Draw = (count: number, seed: readonly [number, number]) => Float32Array

function onHost(draw: Draw, shape: number[], seed: tf.Tensor1D): tf.Tensor {
  const [first, second] = seed.dataSync<'int32'>()
  const size = shape.reduce((product, length) => product * length, 1)
  return tf.tensor(draw(size, [first, second]), shape)
}

/**
 * Uniform float32 in [0, 1): a pure function of shape and seed, two int32, the same numbers on every backend. In a compiled step the
 * seed is a feed and the numbers are new at each call; `tf.randomUniform` would become a constant there.
 */
export function statelessUniform(shape: number[], seed: tf.Tensor1D): tf.Tensor {
  return withoutGradient(() => {
    if (!onTensorFlow()) return onHost(statelessUniforms, shape, seed)
    return tensorFlowOperation('StatelessRandomUniform', { dtype: 'float32', T: 'int32', Tseed: 'int32' }, [tf.tensor1d(shape, 'int32'), seed])
  })
}

/**
 * Standard normal float32, likewise: the quantiles of uniform numbers in the middle of their 2²³ steps, so up to ±5.3; the same numbers on every
 * backend up to the rounding of the inverse error function. TensorFlow's own normals take twice as long.
 */
export function statelessNormal(shape: number[], seed: tf.Tensor1D): tf.Tensor {
  return withoutGradient(() => {
    if (!onTensorFlow()) return onHost(statelessNormals, shape, seed)
    const centred = tf.add(tf.mul(statelessUniform(shape, seed), 2), 2 ** -23 - 1)
    return tf.mul(tensorFlowOperation('Erfinv', { T: 'float32' }, [centred]), Math.SQRT2)
  })
}
