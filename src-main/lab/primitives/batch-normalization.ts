import * as tf from '@tensorflow/tfjs-core'
import { differentiable, withoutGradient } from './differentiable.ts'
import { columnSum } from './matrix.ts'
import { onTensorFlow, tensorFlowOutputs } from './tensorflow-operation.ts'

/** Added to variances before their root (PyTorch's default). */
export const normalizationEpsilon = 1e-5
const runningMomentum = 0.1

/** Mean and variance of each channel, [c]. */
export interface Statistics {
  mean: tf.Tensor1D
  variance: tf.Tensor1D
}

/** Images normalized by their own batch, with its mean and its unbiased variance (divided by n · h · w − 1) as constants. */
export interface NormalizedBatch extends Statistics {
  output: tf.Tensor4D
}

const pixels = (x: tf.Tensor): tf.Tensor2D => tf.reshape(x, [-1, x.shape[x.rank - 1]])

/** Mean and biased variance, divided by the number of pixels. */
function statisticsOf(x: tf.Tensor2D): Statistics {
  const mean = tf.mul<tf.Tensor1D>(columnSum(x), 1 / x.shape[0])
  return { mean, variance: tf.mul<tf.Tensor1D>(columnSum(tf.square(tf.sub<tf.Tensor2D>(x, mean))), 1 / x.shape[0]) }
}

const reciprocalDeviation = (variance: tf.Tensor1D): tf.Tensor1D => tf.div(1, tf.sqrt(tf.add(variance, normalizationEpsilon)))

/** (x − mean) / deviation, [pixels, c] */
const standardized = (x: tf.Tensor2D, { mean, variance }: Statistics): tf.Tensor2D =>
  tf.mul(tf.sub<tf.Tensor2D>(x, mean), reciprocalDeviation(variance))

/**
 * What formulas share: x standardized, reciprocal deviations r, and the self-adjoint projection P(a) = a − mean(a) − x̂ · mean(a · x̂),
 * all by channel. A change δx moves x̂ by r · P(δx).
 */
function frameOf(x: tf.Tensor) {
  const input = pixels(x)
  const statistics = statisticsOf(input)
  const standard = standardized(input, statistics)
  const mean = (a: tf.Tensor2D): tf.Tensor1D => tf.mul(columnSum(a), 1 / input.shape[0])
  const along = (a: tf.Tensor2D): tf.Tensor1D => mean(tf.mul(a, standard))
  return {
    standard, mean, along,
    reciprocal: reciprocalDeviation(statistics.variance),
    project: (a: tf.Tensor2D): tf.Tensor2D => tf.sub(a, tf.add(mean(a), tf.mul(standard, along(a))))
  }
}

/** Gradient by x: scale · r · P(upstream) (Ioffe and Szegedy 2015, §3). */
function inputGradient(upstream: tf.Tensor, x: tf.Tensor, scale: tf.Tensor): tf.Tensor {
  const { project, reciprocal } = frameOf(x)
  return tf.reshape(tf.mul(project(pixels(upstream)), tf.mul(scale, reciprocal)), x.shape)
}

/** Gradient by scale: Σ upstream · x̂ */
function scaleGradient(upstream: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return columnSum(tf.mul(pixels(upstream), frameOf(x).standard))
}

/** Gradients of ⟨second, inputGradient(upstream, x, scale)⟩ by its three arguments. */
function inputGradientGradients(second: tf.Tensor, upstream: tf.Tensor, x: tf.Tensor, scale: tf.Tensor): tf.Tensor[] {
  const { standard, mean, along, project, reciprocal } = frameOf(x)
  const [u, dy] = [pixels(second), pixels(upstream)]
  const projected = project(dy)
  const bent = project(tf.add(tf.mul(u, along(dy)), tf.mul(dy, along(u))))
  const byInput = tf.mul(tf.add(tf.mul(standard, mean(tf.mul(u, projected))), bent), tf.neg(tf.mul(scale, tf.square(reciprocal))))
  return [inputGradient(second, x, scale), tf.reshape(byInput, x.shape), tf.mul(columnSum(tf.mul(u, projected)), reciprocal)]
}

/** Gradients of ⟨second, scaleGradient(upstream, x)⟩ by upstream, x and scale. */
function scaleGradientGradients(second: tf.Tensor, upstream: tf.Tensor, x: tf.Tensor, scale: tf.Tensor): tf.Tensor[] {
  return [tf.reshape(tf.mul(frameOf(x).standard, second), x.shape), inputGradient(upstream, x, second), tf.zerosLike(scale)]
}

/** TensorFlow's gradients by x, scale and offset, with the derivatives of the formulas. */
function fusedGradients(upstream: tf.Tensor, [x, scale, ...saved]: tf.Tensor[]): tf.Tensor[] {
  const attributes = { T: 'float32', U: 'float32', epsilon: { real: normalizationEpsilon }, data_format: { text: 'NHWC' }, is_training: true } as const
  const values = tensorFlowOutputs('FusedBatchNormGradV3', attributes, [upstream, x, scale, ...saved], 5)
  const byInputAndScale = [inputGradientGradients, scaleGradientGradients].map((derivatives, which) => differentiable({
    inputs: [upstream, x, scale],
    value: () => values[which],
    gradient: (second, [dy, at, factor]) => derivatives(second, dy, at, factor)
  }))
  const byOffset = differentiable({
    inputs: [upstream],
    value: () => values[2],
    gradient: (second, [dy]) => [tf.add(tf.zerosLike(dy), second)]
  })
  return [...byInputAndScale, byOffset]
}

function fusedBatchNormalization(x: tf.Tensor4D, scale: tf.Tensor1D, offset: tf.Tensor1D): NormalizedBatch {
  const attributes = {
    T: 'float32', U: 'float32', epsilon: { real: normalizationEpsilon }, exponential_avg_factor: { real: 1 }, data_format: { text: 'NHWC' }, is_training: true
  } as const
  const none = tf.zeros([0])
  const [value, mean, variance, ...saved] = tensorFlowOutputs('FusedBatchNormV3', attributes, [x, scale, offset, none, none], 6)
  const output = differentiable<tf.Tensor4D>({
    inputs: [x, scale, offset],
    constants: saved,
    value: () => value,
    gradient: (upstream, [input, factor], constants) => fusedGradients(upstream, [input, factor, ...constants])
  })
  return { output, mean: mean as tf.Tensor1D, variance: variance as tf.Tensor1D }
}

function portableBatchNormalization(x: tf.Tensor4D, scale: tf.Tensor1D, offset: tf.Tensor1D): NormalizedBatch {
  const count = x.size / x.shape[3]
  const mean = withoutGradient(() => statisticsOf(pixels(x)).mean)
  const variance = withoutGradient(() => statisticsOf(pixels(x)).variance)
  const output = differentiable<tf.Tensor4D>({
    inputs: [x, scale, offset],
    value: () => tf.reshape(tf.add(tf.mul(standardized(pixels(x), { mean, variance }), scale), offset), x.shape),
    gradient: (upstream, [input, factor]) =>
      [inputGradient(upstream, input, factor), scaleGradient(upstream, input), columnSum(pixels(upstream))]
  })
  return { output, mean, variance: withoutGradient(() => tf.mul(variance, count / (count - 1))) }
}

/**
 * Batch normalization (Ioffe and Szegedy 2015) by the statistics of this batch: each channel to mean 0 and (biased) variance 1, times
 * scale, plus offset. [n, h, w, c], [c], [c]; at least two pixels. TensorFlow's fused ops or formulas, with the same derivatives of
 * first and second order.
 */
export function batchNormalization(x: tf.Tensor4D, scale: tf.Tensor1D, offset: tf.Tensor1D): NormalizedBatch {
  return onTensorFlow() ? fusedBatchNormalization(x, scale, offset) : portableBatchNormalization(x, scale, offset)
}

/** Running statistics after one more batch: a tenth of the way to its mean and unbiased variance (PyTorch's momentum 0.1). */
export function movedStatistics(running: Statistics, { mean, variance }: Statistics): Statistics {
  const move = (from: tf.Tensor1D, to: tf.Tensor1D): tf.Tensor1D => tf.add(tf.mul(from, 1 - runningMomentum), tf.mul(to, runningMomentum))
  return { mean: move(running.mean, mean), variance: move(running.variance, variance) }
}

/** A factor and a summand for each channel, [c]. */
interface ChannelMap {
  scale: tf.Tensor1D
  offset: tf.Tensor1D
}

/** Batch normalization by given statistics, [c] each, as a fixed affine map of each channel. */
export function fixedNormalization(x: tf.Tensor4D, { mean, variance }: Statistics, { scale, offset }: ChannelMap): tf.Tensor4D {
  const factor = tf.mul<tf.Tensor1D>(scale, reciprocalDeviation(variance))
  const shift = tf.sub<tf.Tensor1D>(offset, tf.mul(mean, factor))
  return tf.reshape(tf.add(tf.mul(pixels(x), factor), shift), x.shape)
}
