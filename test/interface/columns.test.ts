import { describe, expect, it } from 'vitest'
import { presets } from '../../shared/config/presets.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import type { RunRecord } from '../../shared/run.ts'
import { differingPaths, flattenConfig } from '../../src-renderer/config/flatten.ts'
import { shortTitle } from '../../src-renderer/config/titles.ts'
import { configColumn, tellingPaths } from '../../src-renderer/views/runs/columns.ts'

const configs = presets.map(({ config }) => parseConfig(config))
const runs = configs.map((config) => ({ config }) as RunRecord)
const leavesOf = (run: Pick<RunRecord, 'config'>) => flattenConfig(run.config)

describe('columns of hyper-parameters', () => {
  it('that come by themselves are those that differ, the usual ones first', () => {
    const [, mainline] = configs
    const other = { ...mainline, seed: 5, optimizer: { ...mainline.optimizer, weightDecay: 0.1 } }
    expect([...tellingPaths(differingPaths([mainline, other].map((config) => flattenConfig(config))))]).toEqual(['optimizer.weightDecay'])
  })

  it('are few even where runs of every kind lie side by side', () => {
    const differing = differingPaths(runs.map(leavesOf))
    expect(differing.size).toBeGreaterThan(40)
    expect([...tellingPaths(differing)]).toEqual([
      'optimizer.weightDecay', 'optimizer.learningRate', 'task.trainFraction', 'task.operation', 'task.modulus', 'model.kind', 'task.kind', 'interventions'
    ])
  })

  it('have room for their words', () => {
    expect(configColumn('model.kind', runs, leavesOf).width).toBeGreaterThanOrEqual('mlp-embedding'.length * 8 + 16)
    expect(configColumn('seed', runs, leavesOf)).toMatchObject({ width: 64, numeric: true })
  })

  it('have heads of words', () => {
    expect(['optimizer.weightDecay', 'task.split.testFraction', 'interventions.neural-amplifier.outerLearningRate'].map(shortTitle)).toEqual(['wd', 'test fraction', 'outer learning rate'])
  })
})
