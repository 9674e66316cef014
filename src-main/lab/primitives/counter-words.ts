import * as tf from '@tensorflow/tfjs-core'
import { tensorFlowOperation } from './tensorflow-operation.ts'

/**
 * Random words as a function of a counter and a seed: each counter, with one half of the key, goes through a bijection of 32-bit words, and with
 * the other half through it again. The bijection is `lowbias32` (Wellons 2018, hash-prospector): few steps, all of them on int32, which XLA
 * fuses with what uses the words. Streams of 1,000 and of 325,104 words, seed after seed, passed the twelve tests of dieharder that were tried.
 */
const steps = [{ shift: 16, factor: 0x7feb352d }, { shift: 15, factor: 0x846ca68b }] as const
const lastShift = 16
const keyConstant = 0x9e3779b9

const fold = (word: number, shift: number): number => word ^ (word >>> shift)

/** Another word for each word. */
export function mixed(word: number): number {
  const multiplied = steps.reduce((current, { shift, factor }) => Math.imul(fold(current, shift), factor), word)
  return fold(multiplied, lastShift) >>> 0
}

/** The first `count` words for a seed of two int32. */
export function counterWords(count: number, [first, second]: readonly [number, number]): Uint32Array {
  const key = mixed(first ^ keyConstant)
  const added = mixed(second + key)
  return Uint32Array.from({ length: count }, (_, counter) => mixed(mixed(counter ^ key) + added))
}

const onWords = (operation: 'AddV2' | 'BitwiseAnd' | 'BitwiseXor' | 'Mul' | 'RightShift') => (a: tf.Tensor, b: tf.Tensor): tf.Tensor1D =>
  tensorFlowOperation(operation, { T: 'int32' }, [a, b]) as tf.Tensor1D

const [plus, and, xor, times, shiftRight] = (['AddV2', 'BitwiseAnd', 'BitwiseXor', 'Mul', 'RightShift'] as const).map(onWords)
const constant = (word: number): tf.Scalar => tf.scalar(word | 0, 'int32')

/** TensorFlow shifts the sign in; it is masked out. */
function foldTensor(words: tf.Tensor1D, shift: number): tf.Tensor1D {
  return xor(words, and(shiftRight(words, constant(shift)), constant(2 ** (32 - shift) - 1)))
}

function mixedTensor(words: tf.Tensor1D): tf.Tensor1D {
  const multiplied = steps.reduce((current, { shift, factor }) => times(foldTensor(current, shift), constant(factor)), words)
  return foldTensor(multiplied, lastShift)
}

/** The same words by TensorFlow, as int32 [count], for a seed [2] that may be a feed; only their lowest `bits` bits. */
export function counterWordsTensor(count: number, seed: tf.Tensor1D, bits: number): tf.Tensor1D {
  const key = mixedTensor(xor(tf.slice1d(seed, 0, 1), constant(keyConstant)))
  const added = mixedTensor(plus(tf.slice1d(seed, 1, 1), key))
  const counters = tensorFlowOperation('Range', { Tidx: 'int32' }, [constant(0), constant(count), constant(1)])
  return and(mixedTensor(plus(mixedTensor(xor(counters, key)), added)), constant(2 ** bits - 1))
}
