import { beforeAll, describe, expect, test } from 'vitest'
import type { RunConfigInput } from '../../shared/config/schema.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import type { HostArray } from '../../shared/program.ts'
import { weightCount } from '../../src-main/lab/parameters.ts'
import { buildProgram, type RunProgram } from '../../src-main/lab/program.ts'
import { runEagerly } from '../../src-main/runtime/eager-executor.ts'
import { readCheckpoint, restoreCheckpoint } from '../../src-main/trainer/checkpoint.ts'
import type { Checkpoint, CheckpointHeader } from '../../src-main/trainer/protocol.ts'
import { useBackend } from '../lab/backends.ts'

const config: RunConfigInput = {
  task: { kind: 'modular', modulus: 7, trainFraction: 0.5 }, model: { kind: 'mlp-embedding', embeddingWidth: 6, hiddenWidth: 16 },
  loss: { kind: 'cross-entropy' }, optimizer: { kind: 'adamw', learningRate: 0.01 }, interventions: [{ kind: 'grokfast-ma', window: 3, lambda: 1 }]
}
const header: CheckpointHeader = {
  formatVersion: 1, backend: 'tensorflow', rolling: false, milestones: { memorization: 3, generalization: null }, trainingSeconds: 2
}

const build = (changes: Partial<RunConfigInput> = {}): RunProgram => buildProgram(parseConfig({ ...config, ...changes }))

function trained(steps: number): { program: RunProgram; checkpoint: Checkpoint } {
  const program = build()
  const executor = runEagerly(program.program)
  for (let done = 0; done < steps; done++) executor.run(program.trainFunction(done), program.trainFeeds(done))
  return { program, checkpoint: readCheckpoint(executor, program.program, steps, header) }
}

function restored(program: RunProgram, checkpoint: Checkpoint): Record<string, HostArray> {
  const executor = runEagerly(program.program)
  restoreCheckpoint(executor, program, checkpoint)
  return executor.readState()
}

/** The checkpoint with vectors that end with the last weight. */
function withoutFilling({ tensors, ...checkpoint }: Checkpoint, { layout }: RunProgram): Checkpoint {
  const count = weightCount(layout)
  return {
    ...checkpoint,
    tensors: tensors.map((tensor) => {
      if (tensor.shape.at(-1) !== layout.size) return tensor
      const isWeight = (_: number, index: number): boolean => index % layout.size < count
      return { ...tensor, shape: [...tensor.shape.slice(0, -1), count], data: (tensor.data as Float32Array).filter(isWeight) }
    })
  }
}

describe('a checkpoint', () => {
  beforeAll(() => useBackend('tensorflow'))

  test('brings back all state, and where the run stands', () => {
    const { program, checkpoint } = trained(5)
    const executor = runEagerly(program.program)
    expect(restoreCheckpoint(executor, program, checkpoint)).toEqual({ step: 5, resumed: true, milestones: header.milestones, trainingSeconds: 2 })
    expect(executor.readState()).toEqual(Object.fromEntries(checkpoint.tensors.map(({ name, data }) => [name, data])))
  })

  test('whose vectors end with the last weight is filled up with zeros, also in the rows of a window', () => {
    const { program, checkpoint } = trained(5)
    const short = withoutFilling(checkpoint, program)
    expect(short.tensors.find(({ name }) => name === 'parameters')?.data).toHaveLength(program.parameterCount)
    expect(program.layout.size).toBeGreaterThan(program.parameterCount)
    expect(restored(program, short)).toEqual(restored(program, checkpoint))
  })

  test('of another optimizer gives its weights alone', () => {
    const { checkpoint } = trained(5)
    const fork = build({ optimizer: { kind: 'sgd', learningRate: 0.1, momentum: 0.9 }, interventions: [] })
    const state = restored(fork, checkpoint)
    expect(state.parameters).toEqual(checkpoint.tensors.find(({ name }) => name === 'parameters')?.data)
    expect(Object.keys(state).toSorted()).toEqual(Object.keys(fork.program.state).toSorted())
  })

  test('of another model is refused, with the lengths of both vectors', () => {
    const { checkpoint } = trained(1)
    const other = build({ model: { kind: 'mlp-embedding', embeddingWidth: 6, hiddenWidth: 17 } })
    expect(() => restored(other, checkpoint)).toThrow(`in a vector of ${checkpoint.tensors[0].data.length}, the model’s has ${other.layout.size}; a fork must keep the model`)
  })
})
