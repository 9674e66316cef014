import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { counterWords, mixed } from '../../src-main/lab/primitives/counter-words.ts'
import { statelessNormal, statelessNormals, statelessUniform, statelessUniforms } from '../../src-main/lab/primitives/stateless-random.ts'
import { compile } from '../../src-main/runtime/compiled-executor.ts'
import { backends, useBackend } from './backends.ts'
import { relativeError } from './derivatives.ts'

const seeds: [number, number][] = [[0, 0], [1, 2], [2147483647, 7], [-5, -1], [598, 123456789]]
const asTensor = (seed: readonly number[]): tf.Tensor1D => tf.tensor1d([...seed], 'int32')

interface Golden { mixed: [number, number][]; streams: { seed: [number, number]; words: number[] }[] }
const golden = JSON.parse(readFileSync(new URL('fixtures/counter-words.json', import.meta.url), 'utf8')) as Golden

/** The inverse of `mixed`, with the constants that its author gives for it. */
function unmixed(word: number): number {
  let x = Math.imul(word ^ (word >>> 16), 0x43021123)
  x = Math.imul(x ^ (x >>> 15) ^ (x >>> 30), 0x1d69e2a5)
  return (x ^ (x >>> 16)) >>> 0
}

describe('the words', () => {
  test('are those of an independent implementation', () => {
    for (const [word, expected] of golden.mixed) expect(mixed(word)).toBe(expected)
    for (const { seed, words } of golden.streams) expect([...counterWords(words.length, seed)]).toEqual(words)
  })

  test('are mixed one to one', () => {
    for (let word = 0; word < 2 ** 32; word += 0x10001 * 37) expect(unmixed(mixed(word))).toBe(word)
  })

  /** Bits in which two lists of words differ, as a share of all. */
  const changed = (a: Uint32Array, b: Uint32Array): number =>
    a.reduce((sum, word, i) => sum + ((word ^ b[i]) >>> 0).toString(2).replaceAll(/[^1]/g, '').length, 0) / (32 * a.length)

  test.each([[[3, 4], [3, 5]], [[3, 4], [4, 4]], [[3, 4], [3, 1_000_004]]] as const)('of the seeds %j and %j have nothing in common', (one, other) => {
    const [a, b] = [counterWords(50_000, one), counterWords(50_000, other)]
    const shared = new Set(a)
    expect(b.filter((word) => shared.has(word)).length).toBeLessThan(5)
    for (const shift of [0, 1, 2, 7]) expect(Math.abs(changed(a.subarray(shift), b.subarray(0, 50_000 - shift)) - 0.5)).toBeLessThan(0.002)
  })
})

describe.each(backends)('stateless random numbers on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test.each(seeds)('seed (%d, %d): uniforms are the host’s to the last bit', (...seed) => {
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
