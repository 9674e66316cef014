import * as tf from '@tensorflow/tfjs-core'
import type { ParameterLayout } from '../../parameters.ts'
import { floats, type StateSpecs } from '../../state.ts'
import { amplify } from './amplify.ts'
import { layersOf } from './network.ts'
import { findPieces, pieceTable } from './pieces.ts'
import { amplifyPlainly } from './plain.ts'

type Tensors = Readonly<Record<string, tf.Tensor>>

export interface AmplifierShape {
  hidden: readonly number[]
  layout: ParameterLayout
  /** c, the norm of each tensor's gradient afterwards. */
  norm: number
  /** Room for pieces, a power of two. */
  pieces: number
}

/** One way to evaluate the amplifier. */
export interface AmplifierForm {
  /** What is kept beside φ, and follows from it. */
  state: StateSpecs
  derive(phi: tf.Tensor1D, before: Tensors): Record<string, tf.Tensor>
  /** G(g; φ) from the kept state. */
  amplify(gradient: tf.Tensor1D, state: Tensors): tf.Tensor1D
  /** The same as a differentiable function of φ, at the φ of the kept state. */
  amplifyBy(gradient: tf.Tensor1D, phi: tf.Tensor1D, state: Tensors): tf.Tensor1D
}

/** The network runs on every entry. */
export function plainForm({ hidden, layout, norm }: AmplifierShape): AmplifierForm {
  const amplifyBy = (gradient: tf.Tensor1D, phi: tf.Tensor1D) => amplifyPlainly(layersOf(phi, hidden), gradient, layout, norm)
  return { state: {}, derive: () => ({}), amplify: (gradient, { phi }) => amplifyBy(gradient, phi as tf.Tensor1D), amplifyBy }
}

const followingPhi = (shape: number[]): StateSpecs[string] => ({ ...floats(shape), follows: true })

/** `count`, unless there were too many before: that stays, since φ is lost then. */
function orExcess(count: tf.Scalar, before: tf.Tensor | undefined, room: number): tf.Scalar {
  return before === undefined ? count : tf.where(tf.greater(before, room), before as tf.Scalar, count)
}

/**
 * The network runs once on each of its pieces, when φ has changed. Where φ has more pieces than there is room for, the table is
 * NaN: nothing wrong is ever used.
 */
export function piecewiseForm({ hidden, layout, norm, pieces }: AmplifierShape): AmplifierForm {
  return {
    state: { edges: followingPhi([pieces + 1]), intercepts: followingPhi([pieces]), slopes: followingPhi([pieces]), pieces: followingPhi([]) },
    derive(phi, before) {
      const layers = layersOf(phi, hidden)
      const { edges, count } = findPieces(layers, pieces)
      const { intercepts, slopes } = pieceTable(layers, edges)
      const valid = tf.where(tf.greater(count, pieces), tf.scalar(Number.NaN), tf.scalar(0))
      return { edges, intercepts: tf.add(intercepts, valid), slopes, pieces: orExcess(count, before.pieces, pieces) }
    },
    amplify: (gradient, { edges, intercepts, slopes }) => amplify({
      gradient, layout, norm, edges: edges as tf.Tensor1D, table: { intercepts: intercepts as tf.Tensor1D, slopes: slopes as tf.Tensor1D }
    }),
    amplifyBy: (gradient, phi, { edges }) => amplify({
      gradient, layout, norm, edges: edges as tf.Tensor1D, table: pieceTable(layersOf(phi, hidden), edges as tf.Tensor1D)
    })
  }
}
