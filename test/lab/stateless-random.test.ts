import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { philox, statelessNormals, statelessUniforms } from '../../src-main/lab/primitives/philox.ts'
import { statelessNormal, statelessUniform } from '../../src-main/lab/primitives/stateless-random.ts'
import { compile } from '../../src-main/runtime/compiled-executor.ts'
import { backends, useBackend } from './backends.ts'
import { relativeError } from './derivatives.ts'

const seeds: [number, number][] = [[0, 0], [1, 2], [2147483647, 7], [-5, -1], [598, 123456789]]
const asTensor = (seed: readonly number[]): tf.Tensor1D => tf.tensor1d([...seed], 'int32')

describe('Philox', () => {
  test('gives the published test vectors (Random123, kat_vectors)', () => {
    expect([...philox([0, 0, 0, 0], [0, 0])]).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8])
    const ones = 0xffffffff
    expect([...philox([ones, ones, ones, ones], [ones, ones])]).toEqual([0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd])
    expect([...philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])])
      .toEqual([0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1])
  })
})

describe.each(backends)('stateless random numbers on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test.each(seeds)('seed (%d, %d): uniforms are TensorFlow’s to the last bit', (...seed) => {
    expect([...statelessUniform([5, 3], asTensor(seed)).dataSync()]).toEqual([...statelessUniforms(15, seed)])
  })

  test.each(seeds)('seed (%d, %d): normals are the quantiles of the uniforms but for rounding', (...seed) => {
    const expected = statelessNormals(1001, seed)
    expect(relativeError(statelessNormal([1001], asTensor(seed)).dataSync(), expected)).toBeLessThan(2e-7)
  })

  test('have the moments of their distributions', () => {
    const mean = (x: tf.Tensor): number => tf.mean(x).dataSync()[0]
    const uniform = statelessUniform([100_000], asTensor([3, 4]))
    expect(mean(uniform)).toBeCloseTo(0.5, 2)
    const normal = statelessNormal([100_000], asTensor([3, 4]))
    expect(Math.abs(mean(normal))).toBeLessThan(0.01)
    expect(mean(tf.square(normal))).toBeCloseTo(1, 1)
    expect(Math.abs(mean(tf.pow(normal, 3)))).toBeLessThan(0.05)
    expect(Math.abs(mean(tf.pow(normal, 4)) - 3)).toBeLessThan(0.1)
  })

  test('are constants of a derivative', () => {
    const f = (x: tf.Tensor): tf.Scalar => tf.sum(tf.mul(x, tf.add(statelessUniform([2], asTensor([1, 1])), 1)))
    const expected = statelessUniforms(2, [1, 1]).map((value) => value + 1)
    expect([...tf.grad(f)(tf.tensor1d([1, 1])).dataSync()]).toEqual([...expected])
  })
})

describe('in a compiled step', () => {
  test('the fed seed draws anew at each call', async () => {
    await tf.setBackend('tensorflow')
    const executor = compile({
      state: { unused: { shape: [1], dtype: 'float32', initial: new Float32Array(1) } },
      functions: {
        draw: {
          feeds: { seed: { shape: [2], dtype: 'int32' } },
          run: (_state, { seed }) => ({ outputs: { values: statelessUniform([6], seed as tf.Tensor1D) } })
        }
      }
    })
    for (const seed of seeds) {
      expect([...executor.run('draw', { seed: Int32Array.from(seed) }).values]).toEqual([...statelessUniforms(6, seed)])
    }
    executor.dispose()
  })
})
