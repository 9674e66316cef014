import { describe, expect, it } from 'vitest'
import type { RunConfigInput } from '../../shared/config/schema.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import type { RunStore } from '../../src-main/store/run-store.ts'
import { forkRun } from '../../src-main/workbench/fork.ts'
import { givenState, keptState } from '../../src-main/workbench/given-state.ts'
import { createRun } from '../../src-main/workbench/run-edits.ts'
import { checkpoint, codeOf, create, failureOf, open } from '../store/fixtures.ts'

const hidden = { hiddenLayers: 2, hiddenWidth: 3 }
const phiName = 'intervention/neural-amplifier/phi'

function config(fields: object = {}): RunConfigInput {
  return {
    task: { kind: 'operator-sequence', modulus: 11 }, model: { kind: 'mlp-embedding' }, loss: { kind: 'cross-entropy' }, optimizer: { kind: 'adam' },
    interventions: [{ kind: 'neural-amplifier', outerFraction: 0.05, ...hidden, ...fields }]
  }
}

/** φ of 1 → 3 → 3 → 1: 3 + 3, 9 + 3, 3 + 1 weights and biases. */
const phi = (step: number) => ({ name: phiName, shape: [22], dtype: 'float32' as const, data: new Float32Array(22).fill(step) })

function trained(store: RunStore, steps: readonly number[]): string {
  const { id } = create(store, { config: parseConfig(config()) })
  for (const step of steps) {
    const { tensors, ...others } = checkpoint(step)
    store.write(id, { points: [], snapshots: [], checkpoints: [{ ...others, tensors: [...tensors, phi(step)] }] })
  }
  store.changeRun(id, { state: 'finished' })
  return id
}

const given = (store: RunStore, weightsFrom: string, fields: object = {}) => givenState(store, parseConfig(config({ weightsFrom, ...fields })))

describe('the amplifier of another run', () => {
  it('comes from its last checkpoint, or from the one at the named step', () => {
    const store = open()
    const source = trained(store, [10, 20])
    expect(given(store, source)).toEqual([phi(20)])
    expect(given(store, `${source}@10`)).toEqual([phi(10)])
    expect(given(store, '')).toEqual([])
  })

  it('is refused with the reason where there is none that fits, before a run is made', () => {
    const store = open()
    const source = trained(store, [10])
    const plain = create(store)
    store.write(plain.id, { points: [], snapshots: [], checkpoints: [checkpoint(5)] })
    store.changeRun(plain.id, { state: 'finished' })
    expect(failureOf(() => given(store, 'nobody'))).toMatchObject({
      code: 'run/unknown', message: 'interventions.0.weightsFrom: expected the id of a run in this store, or id@step; there is none with the id nobody'
    })
    expect(failureOf(() => given(store, `${source}@11`)).message).toMatch(/no checkpoint at step 11; expected one of 10/)
    expect(failureOf(() => given(store, plain.id)).message).toMatch(/has no neural amplifier/)
    expect(failureOf(() => given(store, source, { hiddenWidth: 4 })).message).toMatch(/has 2 × 3 hidden units, this one has 2 × 4/)
    expect(codeOf(() => given(store, 'a@b@c'))).toBe('config/invalid')
    const before = store.listRuns().length
    expect(codeOf(() => createRun(store, { config: config({ weightsFrom: 'nobody' }) }))).toBe('run/unknown')
    expect(store.listRuns().length).toBe(before)
  })

  it('is asked for by its step while the run may go on', () => {
    const store = open()
    const source = trained(store, [10, 20])
    for (const state of ['training', 'paused', 'stopped'] as const) {
      store.changeRun(source, { state })
      const failure = failureOf(() => given(store, source))
      expect([failure.code, failure.message]).toEqual(['run/state', expect.stringContaining(`is ${state}, so that its last checkpoint may change`)])
      expect(given(store, `${source}@10`)).toEqual([phi(10)])
    }
  })

  it('with as many weights in other layers is refused', () => {
    // 1 → 32 → 32 → 1 and 1 → 384 → 1 both have 1,153.
    const store = open()
    const { id } = create(store, { config: parseConfig(config({ hiddenWidth: 32 })) })
    const { tensors, ...others } = checkpoint(1)
    const wide = { ...phi(1), shape: [1153], data: new Float32Array(1153) }
    store.write(id, { points: [], snapshots: [], checkpoints: [{ ...others, tensors: [...tensors, wide] }] })
    expect(given(store, `${id}@1`, { hiddenWidth: 32 })).toHaveLength(1)
    expect(failureOf(() => given(store, `${id}@1`, { hiddenLayers: 1, hiddenWidth: 384 })).message).toMatch(/has 2 × 32 hidden units, this one has 1 × 384/)
  })

  it('is all of a checkpoint that a run goes on with before it is built', () => {
    expect(keptState({ ...checkpoint(3), tensors: [...checkpoint(3).tensors, phi(3)] })).toEqual([phi(3)])
    expect(keptState(checkpoint(3))).toEqual([])
  })

  it('stays that of the parent in a fork', () => {
    const store = open()
    const source = trained(store, [10])
    expect(failureOf(() => forkRun(store, { runId: source, step: 10, config: config({ hiddenWidth: 4 }) })).message).toMatch(/where it comes from or its hidden layers/)
    expect(forkRun(store, { runId: source, step: 10, config: config({ pieces: 1024 }) }).parent).toMatchObject({ runId: source })
    expect(failureOf(() => forkRun(store, { runId: source, step: 10, config: config({ weightsFrom: source }) })).message).toMatch(/goes on with the amplifier/)
    expect(forkRun(store, { runId: source, step: 10, config: config() }).parent).toMatchObject({ runId: source })
  })
})
