import { GrokscopeError } from '../../shared/errors.ts'
import type { Executor, HostArray, Program } from '../../shared/program.ts'
import type { Milestones } from '../../shared/run.ts'
import type { Checkpoint, CheckpointHeader } from './protocol.ts'

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
export function restoreCheckpoint(executor: Executor, program: Program, checkpoint: Checkpoint | null): TrainingState {
  if (checkpoint === null) return { step: 0, resumed: false, milestones: { memorization: null, generalization: null }, trainingSeconds: 0 }
  restoreState(executor, program, checkpoint)
  const { milestones, trainingSeconds } = checkpoint.header
  return { step: checkpoint.step, resumed: true, milestones, trainingSeconds }
}

/** The tensors of a checkpoint that a program has; what the checkpoint lacks begins anew. Throws `run/state` where the weights do not fit. */
export function restoreState(executor: Executor, program: Program, checkpoint: Checkpoint): void {
  const kept = new Map(checkpoint.tensors.map(({ name, data }) => [name, data]))
  const state = Object.fromEntries(Object.entries(program.state).map(([name, { initial }]): [string, HostArray] => {
    const data = kept.get(name)
    if (data !== undefined && data.length === initial.length) return [name, data]
    if (name === 'parameters') {
      throw new GrokscopeError('run/state', `the checkpoint at step ${checkpoint.step} holds ${data?.length ?? 0} weights, the model has ${initial.length}; a fork must keep the model`)
    }
    return [name, initial]
  }))
  executor.writeState(state)
}
