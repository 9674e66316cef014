import type * as tf from '@tensorflow/tfjs-core'
import type { ProgramFunction, TensorSpec } from '../../shared/program.ts'
import { flatLossAndGradient } from './evaluation.ts'
import type { ExampleSet } from './example-set.ts'
import type { ChainInput } from './interventions/chain.ts'
import { trainingGradients } from './network.ts'
import { joinParameters, keepFrozen, named, splitParameters } from './parameters.ts'
import { selectWhereFinite } from './primitives/elementwise.ts'
import type { RunParts } from './run-parts.ts'
import { below, prefixed } from './state.ts'
import { batchFeedSpecs, stepSeedIn } from './step-feeds.ts'

type Tensors = Record<string, tf.Tensor>
type BatchChainInput = ChainInput & { batch: ExampleSet }

/** Scalars that a step is fed with, beside its batch. */
function scalarFeeds({ optimizer, interventions }: RunParts): Record<string, TensorSpec> {
  return Object.fromEntries([...optimizer.feedNames, ...interventions.feedNames].map((name) => [name, { shape: [], dtype: 'float32' }]))
}

/** Loss, gradient [size] and new state of the batch rule and of buffers, at the weights that interventions let the step see. */
function differentiate(parts: RunParts, input: ChainInput, batch: ExampleSet) {
  const { network, interventions, batches } = parts
  const weights = splitParameters(interventions.forwardWeights(input), network.layout)
  const { loss, gradients, buffers } = trainingGradients(network, weights, batch, { seed: input.seed, buffers: below('buffer', input.state) })
  const learned = batches.learn(named(gradients, network.layout), below('batch', input.state))
  return { loss, gradient: joinParameters(gradients, network.layout), state: { ...prefixed('buffer', buffers), ...prefixed('batch', learned) } }
}

/** The weights after the optimizer, and the state that it and interventions changed. */
function update({ interventions, optimizer }: RunParts, input: ChainInput, gradient: tf.Tensor1D) {
  const { parameters, feeds } = input
  const changed = interventions.gradient(gradient, input)
  const later = { ...input, state: { ...input.state, ...changed.state } }
  const updated = optimizer.update({
    parameters, gradient: changed.gradient, feeds: feeds as Record<string, tf.Scalar>,
    slots: Object.fromEntries(optimizer.slots.map(({ name }) => [name, input.state[name] as tf.Tensor1D])),
    rates: interventions.rates(later),
    redirect: (direction) => interventions.direction(direction, later)
  })
  return { parameters: updated.parameters, state: { ...updated.slots, ...changed.state }, rows: changed.rows }
}

/** What interventions learn at the weights that a step has arrived at, from the gradient of its batch there. */
function learnThere({ network, interventions }: RunParts, parameters: tf.Tensor1D, input: BatchChainInput, periods: readonly number[]) {
  if (periods.length === 0) return {}
  const { gradient } = flatLossAndGradient(network, parameters, input.batch, below('buffer', input.state))
  return interventions.learn({ parameters, gradient }, input, periods)
}

/**
 * One optimizer step; gives the loss of the weights that it started from, and keeps those where the loss is not finite. Interventions
 * that learn with one of `periods` do so in it; `size` is the one of the rule's sizes of batch that it takes.
 */
export function trainFunction(parts: RunParts, periods: readonly number[], size: number): ProgramFunction {
  return {
    feeds: { ...scalarFeeds(parts), ...batchFeedSpecs(parts, size) },
    run(state: Tensors, feeds: Tensors) {
      const parameters = state.parameters as tf.Tensor1D
      const input = { state, feeds, parameters, seed: stepSeedIn(feeds) }
      const batch = parts.batches.choose({ train: parts.sets.train, feeds, state: below('batch', state), seed: input.seed })
      const { loss, gradient, state: moved } = differentiate(parts, input, batch)
      const before = parts.gradientRepeats ? parts.interventions.learn({ parameters, gradient }, input, periods) : {}
      const updated = update(parts, { ...input, state: { ...state, ...before } }, gradient)
      const later = { ...input, batch, state: { ...state, ...updated.state } }
      const after = parts.gradientRepeats ? {} : learnThere(parts, updated.parameters, later, periods)
      const kept = selectWhereFinite(loss, keepFrozen(updated.parameters, parameters, parts.network.layout), parameters)
      return { outputs: { loss }, state: { parameters: kept, ...moved, ...before, ...updated.state, ...after }, rows: updated.rows }
    }
  }
}
