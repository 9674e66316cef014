import type * as tf from '@tensorflow/tfjs-core'

/** Mean loss of a batch: logits [n, classes], right classes [n] as int32. */
export type Loss = (logits: tf.Tensor2D, targets: tf.Tensor1D) => tf.Scalar
