import { describe, expect, it } from 'vitest'
import { canonicalConfig } from '../../shared/config/canonical.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import type { RunRecord } from '../../shared/run.ts'
import { PlanBook, RunIndex } from '../../src-main/workbench/studies/plan.ts'

const config = parseConfig({
  task: { kind: 'modular' }, model: { kind: 'transformer' }, loss: { kind: 'cross-entropy' }, optimizer: { kind: 'adam' }, batch: { kind: 'minibatch' }
})
const planned = { key: 'one', label: 'one', seed: 0, config, canonical: canonicalConfig(config) }

const indexOf = (stored: object): RunIndex => new RunIndex([{ id: 'stored', parent: null, state: 'finished', config: stored } as RunRecord], new PlanBook())

describe('finding a stored run of a study', () => {
  it('finds a run that was stored before its config had all the fields that it has now', () => {
    const { lastBatch, ...older } = config.batch as Record<string, unknown>
    expect(lastBatch).toBe('drop')
    expect(indexOf({ ...config, batch: older }).match([planned])[0].run?.id).toBe('stored')
  })

  it('does not take a run whose field says otherwise, or whose config is no longer valid', () => {
    expect(indexOf({ ...config, batch: { ...config.batch, lastBatch: 'keep' } }).match([planned])[0].run).toBeNull()
    expect(indexOf({ ...config, batch: { ...config.batch, formerly: 1 } }).match([planned])[0].run).toBeNull()
  })
})
