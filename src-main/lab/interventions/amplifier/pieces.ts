import * as tf from '@tensorflow/tfjs-core'
import { withoutGradient } from '../../primitives/differentiable.ts'
import { relu } from '../../primitives/elementwise.ts'
import { gatherRows } from '../../primitives/gather.ts'
import type { Layer } from './network.ts'

/** Breakpoints are looked for within ± this; no gradient of a run that has not diverged lies beyond. */
const farEnd = 1e6

/** Lines through the points of pieces: their values there and their slopes, [pieces, units]. */
interface Lines {
  value: tf.Tensor2D
  slope: tf.Tensor2D
}

/** Pieces on which the first layers are linear, and the lines that the units of the next layer follow there before their ReLU. */
interface Stage {
  /** [pieces + 1] */
  edges: tf.Tensor1D
  /** [pieces] */
  points: tf.Tensor1D
  units: Lines
}

/** Where a function of one number is linear: between neighbours of `edges`, ascending, the first and last at the far ends. */
export interface Pieces {
  /** [capacity + 1]; beyond the last breakpoint all are the far end, which makes pieces without width. */
  edges: tf.Tensor1D
  /** How many pieces there are: more than the capacity means that `edges` lacks some. */
  count: tf.Scalar
}

const column = (values: tf.Tensor1D): tf.Tensor2D => tf.reshape(values, [values.shape[0], 1])

/** A point in each piece, [pieces]: its middle, or where that is far out, one of the order of the nearer end. */
function pointsOf(edges: tf.Tensor1D): tf.Tensor1D {
  const pieces = edges.shape[0] - 1
  const [low, high] = [tf.slice1d(edges, 0, pieces), tf.slice1d(edges, 1, pieces)]
  const reach = tf.add(tf.mul(tf.minimum(tf.abs(low), tf.abs(high)), 2), 1)
  return tf.maximum(tf.minimum(tf.mul(tf.add(low, high), 0.5), reach), tf.neg(reach))
}

/** The lines that a layer's linear map makes of those of its input. */
function throughLayer({ value, slope }: Lines, { weight, bias }: Layer): Lines {
  return { value: tf.add(tf.matMul(value, weight), bias), slope: tf.matMul(slope, weight) }
}

function throughRelu({ value, slope }: Lines): Lines {
  const active = withoutGradient(() => tf.step(value) as tf.Tensor2D)
  return { value: relu(value), slope: tf.mul(slope, active) }
}

/** The whole line as one piece. */
function firstStage(layer: Layer): Stage {
  const input = { value: tf.zeros<tf.Rank.R2>([1, 1]), slope: tf.ones<tf.Rank.R2>([1, 1]) }
  return { edges: tf.tensor1d([-farEnd, farEnd]), points: tf.zeros([1]), units: throughLayer(input, layer) }
}

/** Gives each point the row of the coarser piece that it lies in: few enough to compare each with each. A single row is that of all. */
function rowsOfParents(points: tf.Tensor1D, coarser: tf.Tensor1D): (rows: tf.Tensor2D) => tf.Tensor2D {
  const inner = coarser.shape[0] - 2
  if (inner === 0) return (row) => row
  const bounds = tf.reshape(tf.slice1d(coarser, 1, inner), [1, inner])
  const parents = withoutGradient(() => tf.sum<tf.Tensor1D>(tf.cast(tf.greaterEqual(column(points), bounds), 'int32'), 1))
  return (rows) => gatherRows(rows, parents)
}

/**
 * On finer pieces, what a layer makes of the units before it. A unit follows the line of the coarser piece on all finer ones within it, so that
 * the product with a layer's weights is one of as many rows as there were pieces before that layer's own breakpoints.
 */
function nextStage({ edges: coarser, points: from, units }: Stage, edges: tf.Tensor1D, layer: Layer): Stage {
  const points = pointsOf(edges)
  const ofParents = rowsOfParents(points, coarser)
  const distance = tf.sub(column(points), ofParents(column(from)))
  const slope = ofParents(units.slope)
  const value = tf.add<tf.Tensor2D>(ofParents(units.value), tf.mul(slope, distance))
  return { edges, points, units: throughLayer(throughRelu({ value, slope }), layer) }
}

const ascending = (values: tf.Tensor1D, kept: number): tf.Tensor1D => tf.neg(tf.topk(tf.neg(values), kept).values)

/** The pieces of a stage cut where one of its units crosses zero, at most `capacity` of them; `cuts` counts all. */
function cutByUnits({ edges, points, units: { value, slope } }: Stage, capacity: number): { edges: tf.Tensor1D; cuts: tf.Scalar } {
  const pieces = points.shape[0]
  const isFlat = tf.equal(slope, 0)
  const crossing = tf.sub<tf.Tensor2D>(column(points), tf.div(value, tf.where(isFlat, tf.onesLike(slope), slope)))
  const isInside = tf.logicalAnd(tf.greater(crossing, column(tf.slice1d(edges, 0, pieces))), tf.less(crossing, column(tf.slice1d(edges, 1, pieces))))
  const isCut = tf.logicalAnd(isInside, tf.logicalNot(isFlat))
  const cuts = tf.where(isCut, crossing, tf.fill(crossing.shape, farEnd))
  const all = tf.concat1d([edges, tf.reshape(cuts, [cuts.size])])
  return { edges: ascending(all, Math.min(all.size, capacity + 1)), cuts: tf.sum(tf.cast(isCut, 'float32')) }
}

/** The pieces on which more and more of the layers are linear, one entry for each but the last, and how many the finest are. */
function cut(layers: readonly Layer[], capacity: number): { levels: tf.Tensor1D[]; count: tf.Scalar } {
  const [first, ...later] = layers
  let stage = firstStage(first)
  let count = tf.scalar(1)
  const levels = later.map((layer) => {
    const { edges, cuts } = cutByUnits(stage, capacity)
    count = tf.add(count, cuts)
    stage = nextStage(stage, edges, layer)
    return edges
  })
  return { levels, count }
}

/**
 * The pieces on which a ReLU network of one number is linear, found layer by layer: within a piece of the layers before, a unit is linear, so it
 * crosses zero at most once, and where it does a new piece begins. All shapes depend on the capacity alone. Without gradient.
 * The caller must compare `count` with the capacity.
 */
export function findPieces(layers: readonly Layer[], capacity: number): Pieces {
  const packed = withoutGradient(() => {
    const { levels, count } = cut(layers, capacity)
    const edges = levels[levels.length - 1]
    return tf.concat1d([edges, tf.fill([capacity + 1 - edges.shape[0]], farEnd), tf.reshape(count, [1])])
  })
  return { edges: tf.slice1d(packed, 0, capacity + 1), count: tf.reshape(tf.slice1d(packed, capacity + 1, 1), []) }
}

function asConstant({ weight, bias }: Layer): Layer {
  return { weight: withoutGradient(() => tf.clone(weight)), bias: withoutGradient(() => tf.clone(bias)) }
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
  const [first, ...later] = layers
  const levels = [...cut(layers.slice(0, -1).map(asConstant), edges.shape[0] - 1).levels, edges]
  const { points, units } = later.reduce((stage, layer, index) => nextStage(stage, levels[index], layer), firstStage(first))
  const slopes = tf.reshape(units.slope, [points.shape[0]]) as tf.Tensor1D
  return { intercepts: tf.sub(tf.reshape(units.value, [points.shape[0]]), tf.mul(slopes, points)), slopes }
}
