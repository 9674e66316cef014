import * as tf from '@tensorflow/tfjs-core'
import type { ProgramFunction, TensorSpec } from '../../shared/program.ts'
import { evaluationOf, once } from './evaluation.ts'
import { firstExamples, type ExampleSet } from './example-set.ts'
import { evaluationPass } from './models/model.ts'
import type { BatchEvaluation } from './measures/measure.ts'
import { lossAndGradients } from './network.ts'
import { named, splitParameters } from './parameters.ts'
import type { RunParts } from './run-parts.ts'
import { below } from './state.ts'
import { batchFeedSpecs, stepSeedIn } from './step-feeds.ts'

type Tensors = Record<string, tf.Tensor>

/** Feeds of the functions that look: those of the interventions, whose effect on the gradient is measured too. */
function lookingFeeds({ interventions }: RunParts): Record<string, TensorSpec> {
  return Object.fromEntries(interventions.feedNames.map((name) => [name, { shape: [], dtype: 'float32' }]))
}

function evaluationIn(parts: RunParts, state: Tensors, feeds: Tensors) {
  const { network, sets, interventions } = parts
  const parameters = state.parameters as tf.Tensor1D
  const seed = tf.zeros<tf.Rank.R1>([2], 'int32')
  return evaluationOf({
    network, sets, flat: parameters, buffers: below('buffer', state),
    transform: (gradient) => interventions.gradient(gradient, { state, feeds, seed, parameters }).gradient
  })
}

/** The same with the gradient of the batch that the next step is fed with. */
function batchEvaluationIn(parts: RunParts, state: Tensors, feeds: Tensors): BatchEvaluation {
  const { network, sets, batches } = parts
  const evaluation = evaluationIn(parts, state, feeds)
  const gradients = (): tf.Tensor[] => {
    const batch = batches.choose({ train: sets.train, feeds, state: below('batch', state), seed: stepSeedIn(feeds) })
    return lossAndGradients(network, [...evaluation.tensors], batch, below('buffer', state)).gradients
  }
  return { ...evaluation, batchGradients: once(gradients) }
}

/** All series of the selected graph measures and reports of interventions as one vector. */
export function measureFunction(parts: RunParts): ProgramFunction {
  return {
    feeds: lookingFeeds(parts),
    run(state, feeds) {
      const evaluation = evaluationIn(parts, state, feeds)
      const measured = parts.measures.graph.flatMap((measure) => measure.compute(evaluation))
      return { outputs: { values: tf.stack([...measured, ...parts.interventions.report(state)]) } }
    }
  }
}

/** The embedding as the inspector shows it. */
export function embeddingFunction({ network: { model, layout } }: RunParts): ProgramFunction {
  return {
    feeds: {},
    run(state) {
      const weights = named(splitParameters(state.parameters as tf.Tensor1D, layout), layout)
      return { outputs: { embedding: model.embedding(weights, below('buffer', state)) } }
    }
  }
}

/** The tensors of the selected tensor measures, in their order, as outputs `0`, `1` …; `size` is the one of the rule's sizes of batch. */
export function tensorsFunction(parts: RunParts, size: number): ProgramFunction {
  return {
    feeds: { ...lookingFeeds(parts), ...batchFeedSpecs(parts, size) },
    run(state, feeds) {
      const evaluation = batchEvaluationIn(parts, state, feeds)
      const kept = parts.measures.tensor.flatMap((measure) => (measure.tensors(parts.network).length === 0 ? [] : measure.compute(evaluation)))
      return { outputs: Object.fromEntries(kept.map((tensor, position) => [String(position), tensor])) }
    }
  }
}

/**
 * What a diagnosis looks at: the training set, or of large images a few. It needs a gradient, which takes several times the memory of an
 * evaluation.
 */
function diagnosed({ network: { model }, sets: { train } }: RunParts): ExampleSet {
  return model.largestBatch === undefined ? train : firstExamples(train, Math.ceil(model.largestBatch / 4))
}

/** Σ|·| of each tensor, of the logits, the loss, and each gradient: not finite as soon as one element is not. */
export function finiteFunction(parts: RunParts): ProgramFunction {
  const { network: { model }, sets } = parts
  return {
    feeds: lookingFeeds(parts),
    run(state, feeds) {
      const examples = diagnosed(parts)
      const { tensors, weights, buffers, train, gradients } = evaluationIn({ ...parts, sets: { ...sets, train: examples } }, state, feeds)
      const logits = model.logits(weights, examples.operands, evaluationPass(buffers))
      const all = [...tensors, logits, train().loss, ...gradients()]
      return { outputs: { sums: tf.stack(all.map((tensor) => tf.sum(tf.abs(tensor)))) } }
    }
  }
}

/** Names and shapes of what the selected tensor measures keep. */
export const keptTensors = ({ measures, network }: RunParts) => measures.tensor.flatMap((measure) => measure.tensors(network))
