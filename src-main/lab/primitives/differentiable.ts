import * as tf from '@tensorflow/tfjs-core'

type Save = (tensors: tf.Tensor[]) => void

/**
 * An op with a gradient of its own. `gradient` gets the upstream gradient and the saved inputs, never the output: gradients
 * that reuse outputs make second derivatives silently wrong in tfjs. It must itself be made of ops with right derivatives.
 */
export function differentiable<T extends tf.Tensor>(
  inputs: tf.Tensor[],
  value: () => tf.Tensor,
  gradient: (upstream: tf.Tensor, inputs: tf.Tensor[]) => tf.Tensor[]
): T {
  return tf.customGrad<T>((...received) => {
    const save = received[received.length - 1] as Save
    save(inputs)
    return { value: value() as T, gradFunc: (upstream, saved) => gradient(upstream, saved) }
  })(...inputs)
}

/** What `compute` gives, as a constant for every derivative: none of it is recorded on the gradient tape. */
export function withoutGradient<T extends tf.Tensor>(compute: () => T): T {
  return tf.customGrad<T>(() => ({ value: compute(), gradFunc: () => [] }))()
}
