import * as tf from '@tensorflow/tfjs-core'
import { withoutGradient } from './differentiable.ts'
import { statelessNormals, statelessUniforms } from './philox.ts'
import { onTensorFlow, tensorFlowOperation } from './tensorflow-operation.ts'

type Draw = (count: number, seed: readonly [number, number]) => Float32Array

function stateless(operation: string, draw: Draw, shape: number[], seed: tf.Tensor1D): tf.Tensor {
  return withoutGradient(() => {
    if (onTensorFlow()) return tensorFlowOperation(operation, { dtype: 'float32', T: 'int32', Tseed: 'int32' }, [tf.tensor1d(shape, 'int32'), seed])
    const [first, second] = seed.dataSync<'int32'>()
    const size = shape.reduce((product, length) => product * length, 1)
    return tf.tensor(draw(size, [first, second]), shape)
  })
}

/**
 * Uniform float32 in [0, 1): a pure function of shape and seed, two int32, the same numbers on every backend. In a compiled step the
 * seed is a feed and the numbers are new at each call; `tf.randomUniform` would become a constant there.
 */
export function statelessUniform(shape: number[], seed: tf.Tensor1D): tf.Tensor {
  return stateless('StatelessRandomUniform', statelessUniforms, shape, seed)
}

/** Standard normal float32, likewise; the same numbers on every backend up to the rounding of logarithm and sine. */
export function statelessNormal(shape: number[], seed: tf.Tensor1D): tf.Tensor {
  return stateless('StatelessRandomNormal', statelessNormals, shape, seed)
}
