import type * as tf from '@tensorflow/tfjs-core'
import type { ExampleSet } from './example-set.ts'
import type { Evaluation } from './measures/measure.ts'
import { evaluate, lossAndGradients, type Network } from './network.ts'
import { joinParameters, named, ofTrained, splitParameters } from './parameters.ts'

/** The data sets of a run as tensors. */
export interface ExampleSets {
  train: ExampleSet
  test: ExampleSet
  outer: ExampleSet
}

/** Where a network stands, and what an intervention makes of a gradient there. */
export interface EvaluationInput {
  network: Network
  sets: ExampleSets
  flat: tf.Tensor1D
  buffers: Readonly<Record<string, tf.Tensor>>
  transform(gradient: tf.Tensor1D): tf.Tensor1D
}

/** Computes when it is first asked, and keeps the answer. */
export function once<T>(compute: () => T): () => T {
  let kept: { value: T } | undefined
  return () => (kept ??= { value: compute() }).value
}

/** Mean loss over a set in evaluation at the weights of a flat vector [size], and its gradient [size]. */
export function flatLossAndGradient(
  network: Network, flat: tf.Tensor1D, set: ExampleSet, buffers: EvaluationInput['buffers']
): { loss: tf.Scalar; gradient: tf.Tensor1D } {
  const { loss, gradients } = lossAndGradients(network, splitParameters(flat, network.layout), set, buffers)
  return { loss, gradient: joinParameters(gradients, network.layout) }
}

/** What measures see of a network at the weights of a flat vector; each part is computed when it is first asked for. */
export function evaluationOf({ network, sets, flat, buffers, transform }: EvaluationInput): Evaluation {
  const tensors = splitParameters(flat, network.layout)
  const gradients = once(() => lossAndGradients(network, tensors, sets.train, buffers).gradients)
  const gradient = once(() => ofTrained(joinParameters(gradients(), network.layout), network.layout))
  return {
    network,
    tensors,
    weights: named(tensors, network.layout),
    parameters: flat,
    buffers,
    train: once(() => evaluate(network, tensors, sets.train, buffers)),
    test: once(() => evaluate(network, tensors, sets.test, buffers)),
    gradients,
    gradient,
    gradientAfterInterventions: once(() => transform(gradient()))
  }
}
