import * as tf from '@tensorflow/tfjs-core'
import type { Program } from '../../shared/program.ts'
import { compile } from './compiled-executor.ts'
import { loadTensorFlow } from './tensorflow.ts'

function expectClose(what: string, actual: ArrayLike<number>, expected: readonly number[]): void {
  const far = expected.some((value, index) => !(Math.abs(actual[index] - value) < 1e-6))
  if (far) throw new Error(`${what}: expected ${expected.join(', ')}, got ${Array.from(actual).join(', ')}`)
}

function testMatrixProduct(): void {
  const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([1, 1, 1, 1], [2, 2]))
  expectClose('matrix product', product.dataSync(), [3, 3, 7, 7])
}

function testGradientOfGather(): void {
  const rows = tf.tensor1d([0, 2, 2], 'int32')
  const gradient = tf.grad((table) => tf.sum(tf.gather(table, rows)))(tf.ones([3, 1]))
  expectClose('gradient of gather', gradient.dataSync(), [1, 0, 2])
}

function testCompiledStep(): void {
  const program: Program = {
    state: { weight: { shape: [2], dtype: 'float32', initial: Float32Array.of(1, 2) } },
    functions: {
      step: {
        feeds: { rate: { shape: [], dtype: 'float32' } },
        run: ({ weight }, { rate }) => ({
          outputs: { loss: tf.sum(tf.square(weight)) },
          state: { weight: tf.sub(weight, tf.mul(rate, tf.grad((w) => tf.sum(tf.square(w)))(weight))) }
        })
      }
    }
  }
  const executor = compile(program)
  const losses = [0, 1].map(() => executor.run('step', { rate: Float32Array.of(0.25) }).loss[0])
  expectClose('compiled step', [...losses, ...executor.readState().weight], [5, 1.25, 0.25, 0.5])
  executor.dispose()
}

/**
 * Loads TensorFlow into this process and tries a matrix product, the gradient of a gather, and a compiled step.
 * A broken library may end the process, so it is meant for one of its own. Throws where something is wrong.
 */
export function testTensorFlow(bindingFile: string | null): void {
  loadTensorFlow({ bindingFile, threads: 0, xla: false })
  testMatrixProduct()
  testGradientOfGather()
  testCompiledStep()
}
