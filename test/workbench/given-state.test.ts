import { describe, expect, it } from 'vitest'
import type { RunConfigInput } from '../../shared/config/schema.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import type { RunStore } from '../../src-main/store/run-store.ts'
import { forkRun } from '../../src-main/workbench/fork.ts'
import { givenState } from '../../src-main/workbench/given-state.ts'
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
    expect(failureOf(() => given(store, 'nobody'))).toMatchObject({
      code: 'run/unknown', message: 'interventions.0.weightsFrom: expected the id of a run in this store, or id@step; there is none with the id nobody'
    })
    expect(failureOf(() => given(store, `${source}@11`)).message).toMatch(/no checkpoint at step 11; expected one of 10/)
    expect(failureOf(() => given(store, plain.id)).message).toMatch(/has no neural amplifier/)
    expect(failureOf(() => given(store, source, { hiddenWidth: 4 })).message).toMatch(/has 22 weights, this one has 33/)
    expect(codeOf(() => given(store, 'a@b@c'))).toBe('config/invalid')
    const before = store.listRuns().length
    expect(codeOf(() => createRun(store, { config: config({ weightsFrom: 'nobody' }) }))).toBe('run/unknown')
    expect(store.listRuns().length).toBe(before)
  })

  it('stays that of the parent in a fork', () => {
    const store = open()
    const source = trained(store, [10])
    expect(failureOf(() => forkRun(store, { runId: source, step: 10, config: config({ weightsFrom: source }) })).message).toMatch(/goes on with the amplifier/)
    expect(forkRun(store, { runId: source, step: 10, config: config() }).parent).toMatchObject({ runId: source })
  })
})
