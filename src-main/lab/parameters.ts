import * as tf from '@tensorflow/tfjs-core'
import { randomSource } from '../../shared/numerics/random.ts'
import type { Initializer } from './initializers.ts'
import { withoutGradient } from './primitives/differentiable.ts'
import { onTensorFlow, tensorFlowOperation } from './primitives/tensorflow-operation.ts'
import { streams } from './streams.ts'

/** A tensor of a model: trained unless it says otherwise. */
export interface ParameterDeclaration {
  name: string
  shape: readonly number[]
  initial: Initializer
  /** True where training leaves it as it starts. */
  frozen?: boolean
  /** Neighbours with the same name here are one tensor in the published model: rules for each tensor take them together. */
  joint?: string
}

export interface ParameterEntry {
  name: string
  shape: number[]
  offset: number
  size: number
  frozen?: boolean
  joint?: string
}

/** Where each tensor lies in the one flat vector that optimizers update. */
export interface ParameterLayout {
  entries: readonly ParameterEntry[]
  /** Length of the vector. Behind the last tensor it holds zeros, and so does every vector of a gradient or of an optimizer. */
  size: number
}

/** Numbers that a processor handles at once: XLA's loops over vectors of other lengths take up to twice as long. */
const vectorWidth = 16

/** Offsets of declared tensors, one after the other. */
export function layoutOf(declarations: readonly ParameterDeclaration[]): ParameterLayout {
  let offset = 0
  const entries = declarations.map(({ name, shape, frozen = false, joint }) => {
    const size = shape.reduce((product, length) => product * length, 1)
    const entry = { name, shape: [...shape], offset, size, frozen, ...(joint === undefined ? {} : { joint }) }
    offset += size
    return entry
  })
  return { entries, size: offset }
}

/** The same tensors in a vector whose length is a multiple of that. */
export function filledUp({ entries, size }: ParameterLayout): ParameterLayout {
  return { entries, size: vectorWidth * Math.ceil(size / vectorWidth) }
}

/** How many weights the tensors have. */
export function weightCount({ entries }: Pick<ParameterLayout, 'entries'>): number {
  return entries.reduce((sum, { size }) => sum + size, 0)
}

/** The place of a tensor. Throws where there is none of that name. */
export function entryOf({ entries }: ParameterLayout, name: string): ParameterEntry {
  const entry = entries.find((candidate) => candidate.name === name)
  if (entry === undefined) throw new Error(`the model has no tensor ${name}`)
  return entry
}

/** Initial weights; each tensor draws from a source of its own, by seed, stream and position. */
export function initialParameters(declarations: readonly ParameterDeclaration[], seed: number, stream: number = streams.weights): Float32Array {
  const { entries, size } = layoutOf(declarations)
  const flat = new Float32Array(size)
  declarations.forEach(({ initial, shape }, position) => {
    flat.set(initial(shape, randomSource(seed, stream, position)), entries[position].offset)
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

/** The parts, and zeros up to `size`. */
function withFilling(parts: tf.Tensor1D[], size: number): tf.Tensor1D[] {
  const rest = size - parts.reduce((sum, part) => sum + part.size, 0)
  return rest === 0 ? parts : [...parts, tf.zeros([rest])]
}

/** Parts one after the other, and zeros up to `size`. */
function joined(parts: tf.Tensor1D[], size: number): tf.Tensor1D {
  return tf.concat1d(withFilling(parts, size))
}

/**
 * XLA may join a long vector of few parts anew for each of its uses, asking for every entry which part it is from: that doubles the
 * step of an MLP with two hidden layers of 512. Shorter vectors, and those of transformers, it joins well (measured on two cores).
 */
function isFusedPoorly(parts: readonly tf.Tensor1D[], size: number): boolean {
  return size >= 2 ** 18 && parts.length <= 8
}

/** The same as an op of TensorFlow. */
function joinedOutsideXla(parts: tf.Tensor1D[], size: number): tf.Tensor1D {
  const all = withFilling(parts, size)
  const attributes = { N: all.length, T: 'float32', Tidx: 'int32', _XlaCompile: false } as const
  return tensorFlowOperation('ConcatV2', attributes, [...all, tf.scalar(0, 'int32')]) as tf.Tensor1D
}

/** Joins tensors in the order of the layout to one flat vector [size]. Without gradient. */
export function joinParameters(tensors: readonly tf.Tensor[], { size }: ParameterLayout): tf.Tensor1D {
  return withoutGradient(() => {
    const parts = tensors.map((tensor) => tf.reshape(tensor, [tensor.size]) as tf.Tensor1D)
    return onTensorFlow() && isFusedPoorly(parts, size) ? joinedOutsideXla(parts, size) : joined(parts, size)
  })
}

/** True for each trained weight, [size]; null where all are trained. */
function trainedMask(layout: ParameterLayout): tf.Tensor1D | null {
  if (!layout.entries.some(({ frozen }) => frozen === true)) return null
  return tf.tensor1d(Uint8Array.from(perTensor(layout, ({ frozen }) => (frozen === true ? 0 : 1))), 'bool')
}

/** `updated` [size], but `before` for every frozen weight, whatever the update holds there. */
export function keepFrozen(updated: tf.Tensor1D, before: tf.Tensor1D, layout: ParameterLayout): tf.Tensor1D {
  const mask = trainedMask(layout)
  return mask === null ? updated : tf.where(mask, updated, before)
}

/** A gradient [size] with 0 for every frozen weight, even where it is not finite: what an optimizer has of it. */
export function ofTrained(gradient: tf.Tensor1D, layout: ParameterLayout): tf.Tensor1D {
  return keepFrozen(gradient, tf.zerosLike(gradient), layout)
}

/** Where the tensors of the published model lie: those of the layout, neighbours that are joint there as one. */
export function jointTensors({ entries }: Pick<ParameterLayout, 'entries'>): { offset: number; size: number }[] {
  return entries.reduce<{ offset: number; size: number }[]>((parts, { offset, size, joint }, position) => {
    if (joint === undefined || entries[position - 1]?.joint !== joint) return [...parts, { offset, size }]
    const last = parts[parts.length - 1]
    return [...parts.slice(0, -1), { offset: last.offset, size: last.size + size }]
  }, [])
}

/** A function of each tensor's part of vectors [size], joint ones as one, joined to one vector [size]. */
export function mapTensors(
  layout: ParameterLayout, vectors: readonly tf.Tensor1D[], compute: (...parts: tf.Tensor1D[]) => tf.Tensor1D
): tf.Tensor1D {
  return joined(jointTensors(layout).map(({ offset, size }) => compute(...vectors.map((vector) => tf.slice1d(vector, offset, size)))), layout.size)
}

/** Values of a [size] vector that is the same over each tensor, and 0 behind the last. */
export function perTensor({ entries, size }: ParameterLayout, value: (entry: ParameterEntry) => number): Float32Array {
  const values = new Float32Array(size)
  for (const entry of entries) values.fill(value(entry), entry.offset, entry.offset + entry.size)
  return values
}
