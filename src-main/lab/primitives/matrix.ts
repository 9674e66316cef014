import * as tf from '@tensorflow/tfjs-core'
import { differentiable } from './differentiable.ts'
import { onTensorFlow, tensorFlowOperation } from './tensorflow-operation.ts'

function transposed(x: tf.Tensor): tf.Tensor {
  const axes = x.shape.map((_, axis) => axis)
  return tf.transpose(x, [...axes.slice(0, -2), axes[axes.length - 1], axes[axes.length - 2]])
}

/** op(a) · op(b); the wasm backend is ten times slower on transposed factors than on copies of them. */
export function product(a: tf.Tensor, b: tf.Tensor, transposeA: boolean, transposeB: boolean): tf.Tensor {
  if (onTensorFlow()) return tf.matMul(a, b, transposeA, transposeB)
  return tf.matMul(transposeA ? transposed(a) : a, transposeB ? transposed(b) : b)
}

/** Sum of each column, [n, c] → [c]; TensorFlow's op for it is seven times faster than its general sum. */
export function columnSum(x: tf.Tensor2D): tf.Tensor1D {
  return differentiable({
    inputs: [x],
    value: () => onTensorFlow() ? tensorFlowOperation('BiasAddGrad', { T: 'float32' }, [x]) : tf.sum(x, 0),
    gradient: (upstream, [input]) => [tf.add(tf.zerosLike(input), upstream)]
  })
}

/** x · weight + bias, [n, inputs], [inputs, units], [units] → [n, units], in the form that TensorFlow fuses with a relu after it. */
export function affine(x: tf.Tensor2D, weight: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D {
  if (!onTensorFlow()) return tf.add(tf.matMul(x, weight), bias)
  return differentiable({
    inputs: [x, weight, bias],
    value() {
      const linear = tensorFlowOperation('MatMul', { T: 'float32', transpose_a: false, transpose_b: false }, [x, weight])
      return tensorFlowOperation('BiasAdd', { T: 'float32' }, [linear, bias])
    },
    gradient: (upstream, [input, matrix]) => [
      tf.matMul(upstream, matrix, false, true),
      tf.matMul(input, upstream, true, false),
      columnSum(upstream as tf.Tensor2D)
    ]
  })
}
