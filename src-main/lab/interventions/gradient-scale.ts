import * as tf from '@tensorflow/tfjs-core'
import type { InterventionConfig } from '../../../shared/catalogue/interventions/index.ts'
import { mapTensors } from '../parameters.ts'
import type { Intervention, InterventionContext } from './intervention.ts'

/** A vector without a larger entry is taken for zero, whose direction is not defined. */
const smallestEntry = 1e-30

/** ‖x‖₂ of a vector. */
export function vectorNorm(x: tf.Tensor1D): tf.Scalar {
  return tf.sqrt(tf.sum<tf.Scalar>(tf.square(x)))
}

/**
 * 1 / ‖x‖₂ of a vector. The largest entry is divided out first, since float32 has no squares of entries below 10⁻²⁰: a tiny vector would be
 * taken for zero, and blown up where it is scaled.
 */
export function reciprocalNorm(x: tf.Tensor1D): tf.Scalar {
  const largest = tf.maximum<tf.Scalar>(tf.max(tf.abs(x)), smallestEntry)
  return tf.div(1, tf.mul(largest, tf.maximum(vectorNorm(tf.div(x, largest)), 1)))
}

/** c · x / ‖x‖₂, and 0 for the zero vector; [size] → [size]. */
export function scaleToNorm(x: tf.Tensor1D, norm: number): tf.Tensor1D {
  return tf.mul(x, tf.mul(reciprocalNorm(x), norm))
}

/** x · min(1, largest / (‖x‖₂ + 10⁻⁶)), as PyTorch's `clip_grad_norm_`; [size] → [size]. */
export function clipNorm(x: tf.Tensor1D, largest: number): tf.Tensor1D {
  return tf.mul(x, tf.minimum(1, tf.div(largest, tf.add(vectorNorm(x), 1e-6))))
}

type NormalizationConfig = Extract<InterventionConfig, { kind: 'gradient-normalization' }>

/**
 * g′ = c · g / ‖g‖₂ over all weights together (NeuralGrok, arXiv 2504.17243, §3.2) or over each tensor by itself, which is eq. 2 with equal
 * weights p; a zero gradient stays zero.
 */
export function gradientNormalization({ norm, scope }: NormalizationConfig, { network: { layout } }: Pick<InterventionContext, 'network'>): Intervention {
  const scale = (gradient: tf.Tensor1D): tf.Tensor1D => scaleToNorm(gradient, norm)
  const scaleEach = (gradient: tf.Tensor1D): tf.Tensor1D => mapTensors(layout, [gradient], scale)
  const change = { model: scale, tensor: scaleEach }[scope]
  return { gradient: (gradient) => ({ gradient: change(gradient) }) }
}

/** Bounds the global norm of the gradient as PyTorch's `clip_grad_norm_` does. */
export function gradientClip({ norm }: Extract<InterventionConfig, { kind: 'gradient-clip' }>): Intervention {
  return { gradient: (gradient) => ({ gradient: clipNorm(gradient, norm) }) }
}
