import { measureNames, type MeasureName } from '../../shared/catalogue/measures.ts'
import { unfitMeasure } from '../../shared/config/measure-fit.ts'
import type { RunConfig } from '../../shared/config/schema.ts'
import { GrokscopeError } from '../../shared/errors.ts'
import type { Executor, Program } from '../../shared/program.ts'
import { disposeSet, exampleSet } from './example-set.ts'
import { measures } from './measures/index.ts'
import type { CheckpointAccess, CheckpointComputation, CheckpointMeasureParts } from './measures/measure.ts'
import { buildNetwork, type Network } from './network.ts'
import { entryOf, type ParameterLayout } from './parameters.ts'
import { registerGradients } from './primitives/gradients.ts'
import { floats, prefixed, weightVectors, type StateSpecs } from './state.ts'
import { buildTask } from './tasks/index.ts'

/** Measures on checkpoints as a program over a run's weights, with the host side of it. `executor` is always one that runs `program`. */
export interface MeasuringProgram {
  /** State: the weights and the model's buffers, as a checkpoint has them. */
  program: Program
  series: readonly string[]
  /** To be called once, with the run's last checkpoint in the executor. */
  prepare(executor: Executor): void
  /** Every series at the checkpoint in the executor; `progress` is told how much is done, 0 … 1. */
  measure(executor: Executor, progress: (fraction: number) => void): Record<string, number>
  /** Frees the tensors of the data set. */
  dispose(): void
}

interface Prepared { name: MeasureName; series: readonly string[]; computation: CheckpointComputation }

function prepareMeasure(name: MeasureName, parts: CheckpointMeasureParts): Prepared {
  const measure = measures[name]
  const reason = unfitMeasure(parts.config, name)
  if (reason !== null) throw new GrokscopeError('measure/unfit', `${name} ${reason}`)
  if (measure.kind !== 'checkpoint') throw new GrokscopeError('measure/unknown', `${name} is computed while a run trains, not on checkpoints`)
  return { name, series: measure.series, computation: measure.prepareFor(parts) }
}

const functionName = (measure: string, name: string): string => `${measure}/${name}`

function accessFor(executor: Executor, name: MeasureName, layout: ParameterLayout, progress: (fraction: number) => void): CheckpointAccess {
  return {
    progress,
    run: (own, feeds) => executor.run(functionName(name, own), feeds),
    weights(tensor) {
      const { offset, size } = entryOf(layout, tensor)
      return Float32Array.from(executor.readState().parameters.subarray(offset, offset + size))
    }
  }
}

/** What a checkpoint must bring: weights, and buffers of the model. */
function stateOf({ layout, model }: Network): StateSpecs {
  return {
    parameters: weightVectors(layout),
    ...prefixed('buffer', Object.fromEntries(model.buffers.map(({ name, shape, initial }) => [name, floats([...shape], initial)])))
  }
}

/**
 * Measures on checkpoints for the runs of a checked config, for the current backend (its data set is uploaded now).
 * Throws `measure/unknown`, and `measure/unfit` where the model or the task has not what a measure needs.
 */
export function buildMeasuring(config: RunConfig, names: readonly MeasureName[]): MeasuringProgram {
  registerGradients()
  const task = buildTask(config)
  const network = buildNetwork(config, task)
  const { layout } = network
  const sets = { train: exampleSet(task, task.trainIndices), test: exampleSet(task, task.testIndices) }
  const prepared = measureNames.filter((name) => names.includes(name)).map((name) => prepareMeasure(name, { config, network, task, sets }))
  const functions = prepared.flatMap(({ name, computation }) =>
    Object.entries(computation.functions).map(([own, definition]) => [functionName(name, own), definition] as const))
  return {
    program: { state: stateOf(network), functions: Object.fromEntries(functions) },
    series: prepared.flatMap(({ series }) => series),
    prepare(executor) {
      for (const { name, computation } of prepared) computation.prepare?.(accessFor(executor, name, layout, () => undefined))
    },
    measure(executor, progress) {
      const values = prepared.flatMap(({ name, series, computation }, index) => {
        const access = accessFor(executor, name, layout, (part) => progress((index + part) / prepared.length))
        return computation.compute(access).map((value, position): [string, number] => [series[position], value])
      })
      return Object.fromEntries(values)
    },
    dispose() { [sets.train, sets.test].forEach(disposeSet) }
  }
}
