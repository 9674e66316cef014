import { GrokscopeError } from '../../shared/errors.ts'
import type { Executor, HostArray, Program, StateSpec } from '../../shared/program.ts'
import type { Milestones } from '../../shared/run.ts'
import type { Checkpoint, CheckpointHeader } from './protocol.ts'

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1)

/** Where a run stands, beside its tensors. */
export interface TrainingState {
  step: number
  resumed: boolean
  milestones: Milestones
  trainingSeconds: number
}

/** The shape of what a checkpoint keeps of a state tensor. */
function keptShape({ shape, filling = 0 }: StateSpec): number[] {
  return filling === 0 ? [...shape] : [...shape.slice(0, -1), shape[shape.length - 1] - filling]
}

/** Copies rows, one after the other in each array, as far as those of both go. */
function copyRows(source: HostArray, sourceLength: number, target: HostArray, targetLength: number): HostArray {
  const length = Math.min(sourceLength, targetLength)
  for (let row = 0; row < source.length / sourceLength; row++) {
    target.set(source.subarray(row * sourceLength, row * sourceLength + length), row * targetLength)
  }
  return target
}

/** A state tensor as a checkpoint keeps it: without the zeros that fill its rows up. */
function kept(data: HostArray, spec: StateSpec): HostArray {
  const { shape, initial, filling = 0 } = spec
  if (filling === 0) return data
  const length = shape[shape.length - 1]
  const rows = initial.length / length
  return copyRows(data, length, data.slice(0, rows * (length - filling)), length - filling)
}

/** What a checkpoint kept, with its rows filled up again. */
function filled(data: HostArray, { shape, initial, filling = 0 }: StateSpec): HostArray {
  if (filling === 0) return data
  const length = shape[shape.length - 1]
  return copyRows(data, length - filling, initial.slice().fill(0), length)
}

/** All state of an executor as a checkpoint. */
export function readCheckpoint(executor: Executor, program: Program, step: number, header: CheckpointHeader): Checkpoint {
  const state = executor.readState()
  const tensors = Object.entries(program.state).map(([name, spec]) => (
    { name, shape: keptShape(spec), dtype: spec.dtype, data: kept(state[name], spec) }))
  return { step, tensors, header }
}

/**
 * Puts a checkpoint's tensors into an executor; they must be those that the program has, name by name and size by size.
 * A fork to another optimizer keeps the weights and starts its own slots. Throws `run/state` where the weights do not fit.
 */
export function restoreCheckpoint(executor: Executor, program: Program, checkpoint: Checkpoint | null): TrainingState {
  if (checkpoint === null) return { step: 0, resumed: false, milestones: { memorization: null, generalization: null }, trainingSeconds: 0 }
  restoreState(executor, program, checkpoint)
  const { milestones, trainingSeconds } = checkpoint.header
  return { step: checkpoint.step, resumed: true, milestones, trainingSeconds }
}

/** What goes on whole or not at all: the state of an intervention; of all else each tensor by itself. */
const ownerOf = (name: string): string => /^intervention\/[^/]+/.exec(name)?.[0] ?? name

/**
 * The tensors of a checkpoint that a program has; what the checkpoint lacks begins anew, and with it all that its intervention keeps, but for
 * what follows from the rest. Throws `run/state` where the weights do not fit.
 */
export function restoreState(executor: Executor, program: Program, checkpoint: Checkpoint): void {
  const tensors = new Map(checkpoint.tensors.map(({ name, data }) => [name, data]))
  const specs = Object.entries(program.state)
  const fits = ([name, spec]: [string, StateSpec]): boolean => tensors.get(name)?.length === sizeOf(keptShape(spec))
  const anew = new Set(specs.filter((entry) => entry[1].follows !== true && !fits(entry)).map(([name]) => ownerOf(name)))
  if (anew.has('parameters')) {
    const [held, expected] = [tensors.get('parameters')?.length ?? 0, sizeOf(keptShape(program.state.parameters))]
    throw new GrokscopeError('run/state', `the checkpoint at step ${checkpoint.step} holds ${held} weights, the model has ${expected}; a fork must keep the model`)
  }
  executor.writeState(Object.fromEntries(specs.map(([name, spec]): [string, HostArray] => {
    const data = tensors.get(name)
    const goesOn = data !== undefined && fits([name, spec]) && !anew.has(ownerOf(name))
    return [name, goesOn ? filled(data, spec) : spec.initial]
  })))
}
