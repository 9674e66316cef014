import * as tf from '@tensorflow/tfjs-core'
import { withoutGradient } from '../../primitives/differentiable.ts'
import { relu } from '../../primitives/elementwise.ts'
import type { Layer } from './network.ts'

/** Breakpoints are looked for within ± this; no gradient of a run that has not diverged lies beyond. */
const farEnd = 1e6

/** A network's values and slopes, [points, units]. */
interface Line {
  value: tf.Tensor2D
  slope: tf.Tensor2D
}

/** Where a function of one number is linear: between neighbours of `edges`, ascending, the first and last at the far ends. */
export interface Pieces {
  /** [capacity + 1]; beyond the last breakpoint all are the far end, which makes pieces without width. */
  edges: tf.Tensor1D
  /** How many pieces there are: more than the capacity means that `edges` lacks some. */
  count: tf.Scalar
}

/** A point in each piece, [pieces]: its middle, or where that is far out, one of the order of the nearer end. */
function pointsOf(edges: tf.Tensor1D): tf.Tensor1D {
  const pieces = edges.shape[0] - 1
  const [low, high] = [tf.slice1d(edges, 0, pieces), tf.slice1d(edges, 1, pieces)]
  const reach = tf.add(tf.mul(tf.minimum(tf.abs(low), tf.abs(high)), 2), 1)
  return tf.maximum(tf.minimum(tf.mul(tf.add(low, high), 0.5), reach), tf.neg(reach))
}

/** The line through each point that a layer's input follows there, after its linear map. */
function throughLayer({ value, slope }: Line, { weight, bias }: Layer): Line {
  return { value: tf.add(tf.matMul(value, weight), bias), slope: tf.matMul(slope, weight) }
}

function throughRelu({ value, slope }: Line): Line {
  const active = withoutGradient(() => tf.step(value) as tf.Tensor2D)
  return { value: relu(value), slope: tf.mul(slope, active) }
}

/** The line that the last of the given layers' output follows at each point, ReLU between the layers. */
function linesAt(layers: readonly Layer[], points: tf.Tensor1D): Line {
  const last = layers.length - 1
  const rows = tf.reshape(points, [points.shape[0], 1]) as tf.Tensor2D
  return layers.reduce<Line>((input, layer, index) => {
    const output = throughLayer(input, layer)
    return index === last ? output : throughRelu(output)
  }, { value: rows, slope: tf.ones([points.shape[0], 1]) })
}

/** The network on each piece as intercept + slope · x, [pieces] each. */
export interface PieceTable {
  intercepts: tf.Tensor1D
  slopes: tf.Tensor1D
}

/**
 * The network on the pieces between `edges`, differentiable with respect to its layers. The slope goes forward through the layers with the
 * value, so that it is as exact on a narrow piece as on a wide one.
 */
export function pieceTable(layers: readonly Layer[], edges: tf.Tensor1D): PieceTable {
  const points = pointsOf(edges)
  const { value, slope } = linesAt(layers, points)
  const slopes = tf.reshape(slope, [points.shape[0]]) as tf.Tensor1D
  return { intercepts: tf.sub(tf.reshape(value, [points.shape[0]]), tf.mul(slopes, points)), slopes }
}

const ascending = (values: tf.Tensor1D, kept: number): tf.Tensor1D => tf.neg(tf.topk(tf.neg(values), kept).values)

/** The pieces of `edges` cut where a unit of the next layer crosses zero. */
function cutByUnits({ edges, count }: Pieces, layersSoFar: readonly Layer[], capacity: number): Pieces {
  const points = pointsOf(edges)
  const pieces = points.shape[0]
  const { value, slope } = linesAt(layersSoFar, points)
  const column = (values: tf.Tensor1D): tf.Tensor2D => tf.reshape(values, [pieces, 1])
  const isFlat = tf.equal(slope, 0)
  const crossing = tf.sub<tf.Tensor2D>(column(points), tf.div(value, tf.where(isFlat, tf.onesLike(slope), slope)))
  const isInside = tf.logicalAnd(tf.greater(crossing, column(tf.slice1d(edges, 0, pieces))), tf.less(crossing, column(tf.slice1d(edges, 1, pieces))))
  const isCut = tf.logicalAnd(isInside, tf.logicalNot(isFlat))
  const cuts = tf.where(isCut, crossing, tf.fill(crossing.shape, farEnd))
  const all = tf.concat1d([edges, tf.reshape(cuts, [cuts.size])])
  return {
    edges: ascending(all, Math.min(all.size, capacity + 1)),
    count: tf.add(count, tf.sum(tf.cast(isCut, 'float32')))
  }
}

/**
 * The pieces on which a ReLU network of one number is linear, found layer by layer: within a piece of the layers before, a unit is linear, so it
 * crosses zero at most once, and where it does a new piece begins. All shapes depend on the capacity alone. Without gradient.
 * The caller must compare `count` with the capacity.
 */
export function findPieces(layers: readonly Layer[], capacity: number): Pieces {
  const packed = withoutGradient(() => {
    const hidden = layers.slice(0, -1)
    const start: Pieces = { edges: tf.tensor1d([-farEnd, farEnd]), count: tf.scalar(1) }
    const { edges, count } = hidden.reduce((pieces, _, index) => cutByUnits(pieces, hidden.slice(0, index + 1), capacity), start)
    return tf.concat1d([edges, tf.fill([capacity + 1 - edges.shape[0]], farEnd), tf.reshape(count, [1])])
  })
  return { edges: tf.slice1d(packed, 0, capacity + 1), count: tf.reshape(tf.slice1d(packed, capacity + 1, 1), []) }
}
