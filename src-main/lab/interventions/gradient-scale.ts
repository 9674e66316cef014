import * as tf from '@tensorflow/tfjs-core'
import type { InterventionConfig } from '../../../shared/catalogue/interventions/index.ts'
import type { Intervention } from './intervention.ts'

/** ‖x‖₂ of a vector. */
export function vectorNorm(x: tf.Tensor1D): tf.Scalar {
  return tf.sqrt(tf.sum<tf.Scalar>(tf.square(x)))
}

/** x · min(1, largest / (‖x‖₂ + 10⁻⁶)), as PyTorch's `clip_grad_norm_`; [size] → [size]. */
export function clipNorm(x: tf.Tensor1D, largest: number): tf.Tensor1D {
  return tf.mul(x, tf.minimum(1, tf.div(largest, tf.add(vectorNorm(x), 1e-6))))
}

/** g′ = c · g / ‖g‖₂ over all weights together; a zero gradient stays zero (NeuralGrok, arXiv 2504.17243, §3.2). */
export function gradientNormalization({ norm }: Extract<InterventionConfig, { kind: 'gradient-normalization' }>): Intervention {
  return { gradient: (gradient) => ({ gradient: tf.mul(gradient, tf.div(norm, tf.maximum(vectorNorm(gradient), 1e-30))) }) }
}

/** Bounds the global norm of the gradient as PyTorch's `clip_grad_norm_` does. */
export function gradientClip({ norm }: Extract<InterventionConfig, { kind: 'gradient-clip' }>): Intervention {
  return { gradient: (gradient) => ({ gradient: clipNorm(gradient, norm) }) }
}
