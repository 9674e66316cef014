import * as tf from '@tensorflow/tfjs-core'
import type { RunConfig } from '../../shared/config/schema.ts'
import { splitExamples, type ExampleSet } from './example-set.ts'
import { losses } from './losses/index.ts'
import type { Loss } from './losses/loss.ts'
import type { Evaluation, SetEvaluation } from './measures/measure.ts'
import { buildModel } from './models/index.ts'
import type { Model } from './models/model.ts'
import { layoutOf, named, splitParameters, type ParameterLayout } from './parameters.ts'
import type { TaskData } from './tasks/task-data.ts'

/** A model with its loss and the place of its weights. */
export interface Network {
  model: Model
  loss: Loss
  layout: ParameterLayout
  classes: number
}

/** At most so many logits exist at once while a set is evaluated: 128 MB. */
const largestEvaluation = 2 ** 25

/** The network of a config. */
export function buildNetwork(config: RunConfig, { tokens, classes }: Pick<TaskData, 'tokens' | 'classes'>): Network {
  const model = buildModel(config.model, { tokens, classes })
  return { model, loss: losses[config.loss.kind], layout: layoutOf(model.parameters), classes }
}

/** A loss, and its gradient for each tensor in the order of the layout. */
export interface LossAndGradients {
  loss: tf.Scalar
  gradients: tf.Tensor[]
}

/** Mean loss over a set, in one piece; differentiable any number of times. */
export function meanLoss({ model, loss, layout }: Network, tensors: readonly tf.Tensor[], { x, y, targets }: ExampleSet): tf.Scalar {
  return loss(model.logits(named(tensors, layout), x, y), targets)
}

/** Mean loss over a set, and its gradient. */
export function lossAndGradients(network: Network, tensors: tf.Tensor[], set: ExampleSet): LossAndGradients {
  const compute = (...current: tf.Tensor[]): tf.Scalar => meanLoss(network, current, set)
  const { value, grads } = tf.valueAndGrads(compute)(tensors)
  return { loss: value, gradients: grads }
}

/** Mean loss and accuracy over a set, in parts where the set is large. */
export function evaluate({ model, loss, layout, classes }: Network, tensors: readonly tf.Tensor[], set: ExampleSet): SetEvaluation {
  const weights = named(tensors, layout)
  const examples = set.x.shape[0]
  const parts = splitExamples(set, Math.max(1, Math.floor(largestEvaluation / classes))).map(({ x, y, targets }) => {
    const logits = model.logits(weights, x, y)
    const right = tf.sum(tf.cast(tf.equal(tf.argMax(logits, 1), targets), 'float32'))
    return { loss: tf.mul<tf.Scalar>(loss(logits, targets), x.shape[0] / examples), accuracy: tf.mul<tf.Scalar>(right, 1 / examples) }
  })
  return parts.reduce((a, b) => ({ loss: tf.add(a.loss, b.loss), accuracy: tf.add(a.accuracy, b.accuracy) }))
}

function once<T>(compute: () => T): () => T {
  let kept: { value: T } | undefined
  return () => (kept ??= { value: compute() }).value
}

/** What measures see of a network at the weights of a flat vector. */
export function evaluationOf(network: Network, flat: tf.Tensor1D, sets: { train: ExampleSet; test: ExampleSet }): Evaluation {
  const tensors = splitParameters(flat, network.layout)
  return {
    tensors,
    train: once(() => evaluate(network, tensors, sets.train)),
    test: once(() => evaluate(network, tensors, sets.test)),
    gradients: once(() => lossAndGradients(network, tensors, sets.train).gradients)
  }
}
