import * as tf from '@tensorflow/tfjs-core'
import { normals, randomSource } from '../../shared/numerics/random.ts'
import { streams } from './streams.ts'

/** A trainable tensor: normal with the given standard deviation at the start, or zero. */
export interface ParameterDeclaration {
  name: string
  shape: readonly number[]
  deviation: number
}

export interface ParameterEntry {
  name: string
  shape: number[]
  offset: number
  size: number
}

/** Where each tensor lies in the one flat vector that optimizers update. */
export interface ParameterLayout {
  entries: readonly ParameterEntry[]
  size: number
}

/** Offsets of declared tensors, one after the other. */
export function layoutOf(declarations: readonly ParameterDeclaration[]): ParameterLayout {
  let offset = 0
  const entries = declarations.map(({ name, shape }) => {
    const size = shape.reduce((product, length) => product * length, 1)
    const entry = { name, shape: [...shape], offset, size }
    offset += size
    return entry
  })
  return { entries, size: offset }
}

/** Initial weights; each tensor draws from a stream of its own, by seed and position. */
export function initialParameters(declarations: readonly ParameterDeclaration[], seed: number): Float32Array {
  const { entries, size } = layoutOf(declarations)
  const flat = new Float32Array(size)
  declarations.forEach(({ deviation }, position) => {
    if (deviation === 0) return
    const { offset, size: count } = entries[position]
    flat.set(normals(count, randomSource(seed, streams.weights, position)).map((value) => value * deviation), offset)
  })
  return flat
}

/** The tensors of a flat vector, in the order of the layout. */
export function splitParameters(flat: tf.Tensor1D, { entries }: ParameterLayout): tf.Tensor[] {
  return entries.map(({ offset, size, shape }) => tf.reshape(tf.slice(flat, offset, size), shape))
}

/** The tensors by name. */
export function named(tensors: readonly tf.Tensor[], { entries }: ParameterLayout): Record<string, tf.Tensor> {
  return Object.fromEntries(entries.map(({ name }, position) => [name, tensors[position]]))
}

/** Joins tensors in the order of the layout to one flat vector. */
export function joinParameters(tensors: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.concat1d(tensors.map((tensor) => tf.reshape(tensor, [tensor.size])))
}
