import { beforeAll, describe, expect, test } from 'vitest'
import type { RunConfigInput } from '../../shared/config/schema.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import type { HostArray } from '../../shared/program.ts'
import { buildProgram, type RunProgram } from '../../src-main/lab/program.ts'
import { runEagerly } from '../../src-main/runtime/eager-executor.ts'
import { readCheckpoint, restoreCheckpoint } from '../../src-main/trainer/checkpoint.ts'
import type { Checkpoint, CheckpointHeader } from '../../src-main/trainer/protocol.ts'
import { keptState } from '../../src-main/workbench/given-state.ts'
import { useBackend } from '../lab/backends.ts'
import { relativeError } from '../lab/derivatives.ts'

const config: RunConfigInput = {
  task: { kind: 'modular', modulus: 7, trainFraction: 0.5 }, model: { kind: 'mlp-embedding', embeddingWidth: 6, hiddenWidth: 16 },
  loss: { kind: 'cross-entropy' }, optimizer: { kind: 'adamw', learningRate: 0.01 }, interventions: [{ kind: 'grokfast-ma', window: 3, lambda: 1 }]
}
const header: CheckpointHeader = {
  formatVersion: 1, backend: 'tensorflow', rolling: false, milestones: { memorization: 3, generalization: null }, trainingSeconds: 2
}

/** The program of a changed config, built on what a checkpoint keeps for that. */
function build(changes: Partial<RunConfigInput> = {}, checkpoint?: Checkpoint): RunProgram {
  const given = checkpoint === undefined ? [] : keptState(checkpoint)
  return buildProgram(parseConfig({ ...config, ...changes }), Object.fromEntries(given.map(({ name, data }) => [name, data])))
}

function trained(steps: number): { program: RunProgram; state: Record<string, HostArray>; checkpoint: Checkpoint } {
  const program = build()
  const executor = runEagerly(program.program)
  for (let done = 0; done < steps; done++) executor.run(program.trainFunction(done), program.trainFeeds(done))
  return { program, state: executor.readState(), checkpoint: readCheckpoint(executor, program.program, steps, header) }
}

function restored(program: RunProgram, checkpoint: Checkpoint): Record<string, HostArray> {
  const executor = runEagerly(program.program)
  restoreCheckpoint(executor, program.program, checkpoint)
  return executor.readState()
}

describe('a checkpoint', () => {
  beforeAll(() => useBackend('tensorflow'))

  test('brings back all state, and where the run stands', () => {
    const { program, state, checkpoint } = trained(5)
    const executor = runEagerly(program.program)
    const { milestones, trainingSeconds } = header
    expect(restoreCheckpoint(executor, program.program, checkpoint)).toEqual({ step: 5, resumed: true, milestones, trainingSeconds })
    expect(executor.readState()).toEqual(state)
  })

  test('holds the weights and nothing behind them, also in the rows of a window', () => {
    const { program: { program, layout, parameterCount }, state, checkpoint } = trained(5)
    expect(layout.size).toBeGreaterThan(parameterCount)
    const vectors = checkpoint.tensors.filter(({ name }) => program.state[name].shape.at(-1) === layout.size)
    expect(vectors.map(({ name }) => name)).toEqual(expect.arrayContaining(['parameters', 'moment1', 'moment2', 'intervention/grokfast-ma/ring']))
    for (const { name, shape, data } of vectors) {
      expect(shape, name).toEqual([...program.state[name].shape.slice(0, -1), parameterCount])
      expect([...data], name).toEqual([...state[name]].filter((_, index) => index % layout.size < parameterCount))
    }
  })

  const averaged = (window: number): Partial<RunConfigInput> => ({ interventions: [{ kind: 'grokfast-ma', window, lambda: 1 }] })
  const ofAverage = (state: Record<string, HostArray>) => Object.fromEntries(Object.entries(state).filter(([name]) => name.startsWith('intervention/grokfast-ma/')))

  test('with a window of another length begins the whole mean anew, sum and count included', () => {
    const { state, checkpoint } = trained(5)
    expect(ofAverage(restored(build(averaged(3)), checkpoint))).toEqual(ofAverage(state))
    const wider = build(averaged(4))
    const begun = restored(wider, checkpoint)
    expect(begun.moment1).toEqual(state.moment1)
    expect(Object.values(ofAverage(begun)).flatMap((values) => [...values]).every((value) => value === 0)).toBe(true)
  })

  test('with other room for the pieces of an amplifier keeps it, and a table that follows from it', () => {
    const amplified = (pieces: number, checkpoint?: Checkpoint): RunProgram => build({
      interventions: [{ kind: 'neural-amplifier', hiddenWidth: 8, outerFraction: 0.05, outerInterval: 2, outerLearningRate: 0.1, pieces }]
    }, checkpoint)
    const program = amplified(64)
    const executor = runEagerly(program.program)
    for (let done = 0; done < 4; done++) executor.run(program.trainFunction(done), program.trainFeeds(done))
    const checkpoint = readCheckpoint(executor, program.program, 4, header)
    const own = (state: Record<string, HostArray>, name: string) => state[`intervention/neural-amplifier/${name}`]
    const [before, after] = [executor.readState(), restored(amplified(128, checkpoint), checkpoint)]
    for (const name of ['phi', 'moment1', 'moment2', 'pieces']) expect(own(after, name), name).toEqual(own(before, name))
    const [count] = own(before, 'pieces')
    for (const name of ['intercepts', 'slopes']) {
      expect(relativeError(own(after, name).slice(0, count), own(before, name).slice(0, count)), name).toBeLessThan(1e-5)
    }
  })

  test('of another optimizer gives its weights alone', () => {
    const { state: { parameters }, checkpoint } = trained(5)
    const fork = build({ optimizer: { kind: 'sgd', learningRate: 0.1, momentum: 0.9 }, interventions: [] })
    const state = restored(fork, checkpoint)
    expect(state.parameters).toEqual(parameters)
    expect(Object.keys(state).toSorted()).toEqual(Object.keys(fork.program.state).toSorted())
  })

  test.each([
    ['of another length', { embeddingWidth: 6, hiddenWidth: 17 }, false], ['of the same length', { embeddingWidth: 8, hiddenWidth: 13 }, true]
  ])('of another model, whose vector is %s, is refused with the numbers of weights', (_, shape, isAsLong) => {
    const { program, checkpoint } = trained(1)
    const other = build({ model: { kind: 'mlp-embedding', ...shape } })
    expect(other.layout.size === program.layout.size).toBe(isAsLong)
    expect(() => restored(other, checkpoint)).toThrow(`holds ${program.parameterCount} weights, the model has ${other.parameterCount}; a fork must keep the model`)
  })
})
