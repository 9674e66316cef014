import { normalQuantile } from '../../../shared/numerics/normal-quantile.ts'

/**
 * Philox4x32-10 (Salmon et al. 2011) keyed as TensorFlow's stateless ops key it (`tensorflow/core/kernels/stateless_random_ops.cc`),
 * so that the same seed gives the same numbers off TensorFlow.
 */
type Words = readonly [number, number, number, number]

const keyIncrements = [0x9e3779b9, 0xbb67ae85] as const
const multipliers = [0xd2511f53, 0xcd9e8d57] as const

/** High and low word of the 64-bit product of two words. */
function multiply(a: number, b: number): [high: number, low: number] {
  const [aHigh, aLow, bHigh, bLow] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff]
  const middle = aHigh * bLow + ((aLow * bLow) / 65536 >>> 0)
  const middleLow = (middle % 65536) + aLow * bHigh
  return [aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(middleLow / 65536), Math.imul(a, b) >>> 0]
}

function round([c0, c1, c2, c3]: Words, key0: number, key1: number): Words {
  const [high0, low0] = multiply(multipliers[0], c0)
  const [high1, low1] = multiply(multipliers[1], c2)
  return [(high1 ^ c1 ^ key0) >>> 0, low1, (high0 ^ c3 ^ key1) >>> 0, low0]
}

/** Four random words for a 128-bit counter and a 64-bit key, least significant word first. */
export function philox(counter: Words, key: readonly [number, number]): Words {
  let [words, key0, key1] = [counter, key[0], key[1]]
  for (let i = 0; i < 10; i++) {
    words = round(words, key0, key1)
    key0 = (key0 + keyIncrements[0]) >>> 0
    key1 = (key1 + keyIncrements[1]) >>> 0
  }
  return words
}

/** The first `count` words of the stream that a stateless op draws for a seed of two int32. */
export function statelessWords(count: number, seed: readonly [number, number]): Uint32Array {
  const extended = seed.flatMap((word) => [word >>> 0, word < 0 ? 0xffffffff : 0]) as [number, number, number, number]
  const mixed = philox(extended, [0x3ec8f720, 0x02461e29])
  const key = [mixed[0], mixed[1]] as const
  const words = new Uint32Array(Math.ceil(count / 4) * 4)
  for (let block = 0; block < words.length / 4; block++) {
    words.set(philox([block, 0, mixed[2], mixed[3]], key), 4 * block)
  }
  return words.subarray(0, count)
}

/** A float32 in [0, 1) from 23 bits of a word. */
export function uniformFloat(word: number): number {
  return (word & 0x7fffff) / 0x800000
}

/** Uniform numbers in [0, 1). */
export function statelessUniforms(count: number, seed: readonly [number, number]): Float32Array {
  return Float32Array.from(statelessWords(count, seed), uniformFloat)
}

/** Standard normals: the quantiles of uniform numbers, each in the middle of its step of 2⁻²³. */
export function statelessNormals(count: number, seed: readonly [number, number]): Float32Array {
  return statelessUniforms(count, seed).map((uniform) => normalQuantile(uniform + 2 ** -24))
}
