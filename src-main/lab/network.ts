import * as tf from '@tensorflow/tfjs-core'
import type { RunConfig } from '../../shared/config/schema.ts'
import { onceKnown, sizeOfSet, splitExamples, type ExampleSet } from './example-set.ts'
import { losses } from './losses/index.ts'
import type { Loss } from './losses/loss.ts'
import { buildModel } from './models/index.ts'
import { evaluationPass, type Model, type Pass, type TaskShape } from './models/model.ts'
import { filledUp, layoutOf, named, type ParameterLayout } from './parameters.ts'

type Buffers = Readonly<Record<string, tf.Tensor>>

/** A model with its loss and the place of its weights. */
export interface Network {
  model: Model
  loss: Loss
  layout: ParameterLayout
  task: TaskShape
}

/** At most so many logits exist at once while a set is evaluated: 128 MB. */
const largestEvaluation = 2 ** 25

/** The network of a config. */
export function buildNetwork(config: Pick<RunConfig, 'model' | 'loss'>, task: TaskShape): Network {
  const model = buildModel(config.model, task)
  return { model, loss: losses[config.loss.kind], layout: filledUp(layoutOf(model.parameters)), task }
}

/** A loss, its gradient for each tensor in the order of the layout, and the buffers that a training pass has moved. */
export interface LossAndGradients {
  loss: tf.Scalar
  gradients: tf.Tensor[]
  buffers: Record<string, tf.Tensor>
}

/** A training pass: its seed, and the buffers as they are. */
export interface TrainingPass {
  seed: tf.Tensor1D
  buffers: Buffers
}

/** A pass that keeps what it is given out of reach of the gradient tape, until `take` hands it over. */
function recordingPass({ seed, buffers }: TrainingPass): { pass: Pass; take(): Record<string, tf.Tensor> } {
  const kept = new Map<string, tf.Tensor>()
  return {
    pass: { seed, buffers, setBuffer(name, value) { kept.set(name, tf.keep(tf.clone(value))) } },
    take: () => Object.fromEntries([...kept].map(([name, value]) => {
      const free = tf.clone(value)
      value.dispose()
      return [name, free]
    }))
  }
}

/** Mean loss over a set in evaluation, in one piece; differentiable any number of times. */
export function meanLoss({ model, loss, layout }: Network, tensors: readonly tf.Tensor[], set: ExampleSet, buffers: Buffers = {}): tf.Scalar {
  return loss(model.logits(named(tensors, layout), set.operands, evaluationPass(buffers)), set.targets)
}

/** Sums over the parts of a set, one after the other, what `compute` gives of a part, scaled by its share of the examples. */
function overParts(set: ExampleSet, atOnce: number, compute: (part: ExampleSet, share: number) => tf.Tensor[]): tf.Tensor[] {
  return splitExamples(set, atOnce).reduce<tf.Tensor[]>((sums, part) => tf.tidy(() => {
    const share = sizeOfSet(part) / sizeOfSet(set)
    if (sums.length === 0) return compute(part, share)
    return compute(onceKnown(part, sums[0] as tf.Scalar), share).map((tensor, position) => tf.add(sums[position], tensor))
  }), [])
}

/** Mean loss over a set in evaluation, and its gradient for each tensor, in parts where the model wants it. */
export function lossAndGradients(network: Network, tensors: tf.Tensor[], set: ExampleSet, buffers: Buffers = {}): Omit<LossAndGradients, 'buffers'> {
  const { model, loss, layout } = network
  const pass = evaluationPass(buffers)
  const [value, ...gradients] = overParts(set, model.largestBatch ?? sizeOfSet(set), (part, share) => {
    const compute = (...current: tf.Tensor[]): tf.Scalar => loss(model.logits(named(current, layout), part.operands, pass), part.targets)
    const { value: mean, grads } = tf.valueAndGrads(compute)(tensors)
    return share === 1 ? [mean, ...grads] : [mean, ...grads].map((tensor) => tf.mul(tensor, share))
  })
  return { loss: value as tf.Scalar, gradients }
}

/** Mean loss over a batch in training, with dropout and moving buffers, and its gradient. */
export function trainingGradients(network: Network, tensors: tf.Tensor[], batch: ExampleSet, training: TrainingPass): LossAndGradients {
  const { model, loss, layout } = network
  const { pass, take } = recordingPass(training)
  const compute = (...current: tf.Tensor[]): tf.Scalar => loss(model.logits(named(current, layout), batch.operands, pass), batch.targets)
  const { value, grads } = tf.valueAndGrads(compute)(tensors)
  return { loss: value, gradients: grads, buffers: take() }
}

/** Loss and share of right answers over a set, as scalars. */
export interface SetEvaluation {
  loss: tf.Scalar
  accuracy: tf.Scalar
}

/** Mean loss and accuracy over a set, in parts where the set is large. */
export function evaluate(network: Network, tensors: readonly tf.Tensor[], set: ExampleSet, buffers: Buffers = {}): SetEvaluation {
  const { model, loss, layout, task } = network
  const weights = named(tensors, layout)
  const pass = evaluationPass(buffers)
  const atOnce = model.largestBatch ?? Math.max(1, Math.floor(largestEvaluation / task.classes))
  const [mean, accuracy] = overParts(set, atOnce, (part, share) => {
    const logits = model.logits(weights, part.operands, pass)
    const right = tf.sum(tf.cast(tf.equal(tf.argMax(logits, 1), part.targets), 'float32'))
    return [tf.mul(loss(logits, part.targets), share), tf.mul(right, 1 / sizeOfSet(set))]
  })
  return { loss: mean as tf.Scalar, accuracy: accuracy as tf.Scalar }
}
