import type { RunConfig } from '../../shared/config/schema.ts'
import type { HostArray, Program, ProgramFunction } from '../../shared/program.ts'
import { hostSide, type HostSide } from './host-side.ts'
import { embeddingFunction, finiteFunction, keptTensors, measureFunction, tensorsFunction } from './looking-functions.ts'
import { learningSteps } from './learning-steps.ts'
import { initialParameters, weightCount, type ParameterLayout } from './parameters.ts'
import { registerGradients } from './primitives/gradients.ts'
import { buildParts, disposeParts, type GivenState, type RunParts } from './run-parts.ts'
import { floats, prefixed, weightVectors, type StateSpecs } from './state.ts'
import { batchFeeds, sizedName } from './step-feeds.ts'
import { trainFunction } from './train-step.ts'

/** A run as a program with the host side of it. `executor` is always one that runs `program`. */
export interface RunProgram extends HostSide {
  program: Program
  parts: RunParts
  layout: ParameterLayout
  parameterCount: number
  /** The function that is the step after `done` steps. */
  trainFunction(done: number): string
  /** What that function is fed with. */
  trainFeeds(done: number): Record<string, HostArray>
  /** Frees the tensors of the data set. */
  dispose(): void
}

/** A function for each of the rule's sizes of batch, under its names. */
function forEachSize({ batches }: RunParts, name: string, build: (size: number) => ProgramFunction): Record<string, ProgramFunction> {
  return Object.fromEntries(batches.feeds.map((_, size) => [sizedName(name, size), build(size)]))
}

/** `train` for each set of periods that interventions learn with in a step, and for each size of batch. */
function trainFunctions(parts: RunParts): Record<string, ProgramFunction> {
  return learningSteps(parts).sets.reduce<Record<string, ProgramFunction>>((all, periods) => (
    { ...all, ...forEachSize(parts, trainName(periods), (size) => trainFunction(parts, periods, size)) }), {})
}

const trainName = (periods: readonly number[]): string => (periods.length === 0 ? 'train' : `train-every-${periods.join('-')}`)

function initialState({ network: { model, layout }, optimizer, interventions, batches, config }: RunParts): StateSpecs {
  const weights = new Float32Array(layout.size)
  weights.set(initialParameters(model.parameters, config.seed))
  const vector = (initial: Float32Array) => ({ ...weightVectors(layout), initial })
  return {
    parameters: vector(weights),
    ...Object.fromEntries(optimizer.slots.map(({ name, start }) => [name, vector(start === 'weights' ? weights.slice() : new Float32Array(layout.size))])),
    ...prefixed('buffer', Object.fromEntries(model.buffers.map(({ name, shape, initial }) => [name, floats([...shape], initial)]))),
    ...prefixed('batch', batches.state),
    ...interventions.state
  }
}

/**
 * The program of a run, from its checked config alone, for the current backend (its data set is uploaded now).
 * State: `parameters`, the optimizer's slots, and what the model, the batches and interventions keep. Functions: `train` (and one for each set of
 * periods of interventions, and each size of batch), `measure`, `embedding`, `tensors`, `finite`. `given` is state that a run takes from another.
 * Throws `expression/invalid`, and `run/state` where what is given does not fit.
 */
export function buildProgram(config: RunConfig, given: GivenState = {}): RunProgram {
  registerGradients()
  const parts = buildParts(config, given)
  const { optimizer, interventions, batches, network: { layout } } = parts
  const learning = learningSteps(parts)
  const tensors: Record<string, ProgramFunction> = keptTensors(parts).length === 0 ? {} : forEachSize(parts, 'tensors', (size) => tensorsFunction(parts, size))
  return {
    program: {
      state: initialState(parts),
      functions: {
        ...trainFunctions(parts), measure: measureFunction(parts), embedding: embeddingFunction(parts), finite: finiteFunction(parts), ...tensors
      }
    },
    parts,
    layout,
    parameterCount: weightCount(layout),
    trainFunction: (done) => sizedName(trainName(learning.periodsAt(done)), batches.feedsAt(done)),
    trainFeeds(done) {
      const scalars = Object.fromEntries(Object.entries(optimizer.feeds(done + 1)).map(([name, value]) => [name, Float32Array.of(value)]))
      return { ...scalars, ...interventions.feeds(done + 1, learning.arrived(done)), ...batchFeeds(parts, done) }
    },
    ...hostSide(parts),
    dispose() { disposeParts(parts) }
  }
}
