import * as tf from '@tensorflow/tfjs-core'

export interface OuterStepInput {
  /** The weights after the inner step, θ_c [size]. */
  parameters: tf.Tensor1D
  /** φ as one vector. */
  phi: tf.Tensor1D
  /** G(g_c; φ), [size], as a function of φ alone: g_c is a constant, so there are no second-order terms. */
  amplify(phi: tf.Tensor1D): tf.Tensor1D
  /** Mean loss over D_outer at the given weights, and its gradient [size]. */
  outerLoss(parameters: tf.Tensor1D): { loss: tf.Scalar; gradient: tf.Tensor1D }
  /** The step size of the virtual SGD step. */
  rate: number
}

/**
 * The loss that the amplifier is trained on, and its gradient with respect to φ: θ′ = θ_c − rate · G(g_c; φ), a virtual SGD step
 * without clip, and ∂φ L_outer(θ′) by the chain through θ′ (NeuralGrok, arXiv 2504.17243, algorithm 2).
 */
export function outerStep({ parameters, phi, amplify, outerLoss, rate }: OuterStepInput): { loss: tf.Scalar; gradient: tf.Tensor1D } {
  const { loss, gradient } = outerLoss(tf.sub(parameters, tf.mul(amplify(phi), rate)))
  const ofAmplified = tf.mul(gradient, -rate)
  return { loss, gradient: tf.grad((at: tf.Tensor) => tf.sum(tf.mul(amplify(at as tf.Tensor1D), ofAmplified)))(phi) as tf.Tensor1D }
}
