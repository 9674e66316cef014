import { GrokscopeError } from '../../shared/errors.ts'
import type { Executor, HostArray, Program, StateSpec } from '../../shared/program.ts'
import type { Milestones } from '../../shared/run.ts'
import { weightCount, type ParameterLayout } from '../lab/parameters.ts'
import type { RunProgram } from '../lab/program.ts'
import type { Checkpoint, CheckpointHeader } from './protocol.ts'

type RestoredProgram = Pick<RunProgram, 'program' | 'layout'>

/** Where a run stands, beside its tensors. */
export interface TrainingState {
  step: number
  resumed: boolean
  milestones: Milestones
  trainingSeconds: number
}

/** All state of an executor as a checkpoint. */
export function readCheckpoint(executor: Executor, program: Program, step: number, header: CheckpointHeader): Checkpoint {
  const state = executor.readState()
  const tensors = Object.entries(program.state).map(([name, { shape, dtype }]) => ({ name, shape, dtype, data: state[name] }))
  return { step, tensors, header }
}

/**
 * Puts a checkpoint's tensors into an executor; they must be those that the program has, name by name and size by size.
 * A fork to another optimizer keeps the weights and starts its own slots. Throws `run/state` where the weights do not fit.
 */
export function restoreCheckpoint(executor: Executor, program: RestoredProgram, checkpoint: Checkpoint | null): TrainingState {
  if (checkpoint === null) return { step: 0, resumed: false, milestones: { memorization: null, generalization: null }, trainingSeconds: 0 }
  restoreState(executor, program, checkpoint)
  const { milestones, trainingSeconds } = checkpoint.header
  return { step: checkpoint.step, resumed: true, milestones, trainingSeconds }
}

/** Vectors that end with the last weight, as older checkpoints hold them, filled up with zeros; null where the data are no such vectors. */
function filledVectors(data: HostArray, { shape, initial }: StateSpec, layout: ParameterLayout): HostArray | null {
  const count = weightCount(layout)
  const vectors = initial.length / layout.size
  if (shape[shape.length - 1] !== layout.size || data.length !== vectors * count) return null
  const filled = initial.slice().fill(0)
  for (let i = 0; i < vectors; i++) filled.set(data.subarray(i * count, (i + 1) * count), i * layout.size)
  return filled
}

/** The tensors of a checkpoint that a program has; what the checkpoint lacks begins anew. Throws `run/state` where the weights do not fit. */
export function restoreState(executor: Executor, { program, layout }: RestoredProgram, checkpoint: Checkpoint): void {
  const kept = new Map(checkpoint.tensors.map(({ name, data }) => [name, data]))
  const state = Object.fromEntries(Object.entries(program.state).map(([name, spec]): [string, HostArray] => {
    const data = kept.get(name) ?? new Float32Array(0)
    const fitting = data.length === spec.initial.length ? data : filledVectors(data, spec, layout)
    if (fitting !== null) return [name, fitting]
    if (name === 'parameters') {
      throw new GrokscopeError('run/state', `the checkpoint at step ${checkpoint.step} holds weights in a vector of ${data.length}, the model’s has ${layout.size}; a fork must keep the model`)
    }
    return [name, spec.initial]
  }))
  executor.writeState(state)
}
