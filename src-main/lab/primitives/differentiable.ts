import * as tf from '@tensorflow/tfjs-core'

type Save = (tensors: tf.Tensor[]) => void

/** An op with a gradient of its own. */
export interface DifferentiableOp {
  /** What it is differentiated by. */
  inputs: readonly tf.Tensor[]
  /** What else it reads, such as indices; without gradient. */
  constants?: readonly tf.Tensor[]
  value(): tf.Tensor
  /**
   * One gradient for each input, from the upstream gradient and the saved inputs and constants; never from the output: that
   * makes second derivatives silently wrong in tfjs. It must itself be made of ops with right derivatives, and must not use
   * other tensors of the forward pass, which are gone by then.
   */
  gradient(upstream: tf.Tensor, inputs: tf.Tensor[], constants: tf.Tensor[]): tf.Tensor[]
}

/** Runs an op and records its own gradient on the tape. */
export function differentiable<T extends tf.Tensor>({ inputs, constants = [], value, gradient }: DifferentiableOp): T {
  return tf.customGrad<T>((...received) => {
    const save = received[received.length - 1] as Save
    save([...inputs, ...constants])
    return {
      value: value() as T,
      gradFunc: (upstream, saved) => gradient(upstream, saved.slice(0, inputs.length), saved.slice(inputs.length))
    }
  })(...inputs)
}

/** What `compute` gives, as a constant for every derivative: none of it is recorded on the gradient tape. */
export function withoutGradient<T extends tf.Tensor>(compute: () => T): T {
  return tf.customGrad<T>(() => ({ value: compute(), gradFunc: () => [] }))()
}
