import { describe, expect, it } from 'vitest'
import { presets } from '../../shared/config/presets.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import type { RunRecord } from '../../shared/run.ts'
import { differingPaths, flattenConfig } from '../../src-renderer/config/flatten.ts'
import { shortTitle } from '../../src-renderer/config/titles.ts'
import { compareValues } from '../../src-renderer/views/runs/compare-values.ts'
import { configColumn, fixedColumns, tellingPaths } from '../../src-renderer/views/runs/columns.ts'

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

  it('give numbers in full, with room for all of their digits', () => {
    const [config] = configs
    const close = [0.01, 0.0100001].map((learningRate) => ({ config: { ...config, optimizer: { ...config.optimizer, learningRate } } }) as RunRecord)
    const column = configColumn('optimizer.learningRate', close, leavesOf)
    expect(close.map((run) => column.text(run, leavesOf(run)))).toEqual(['0.01', '0.0100001'])
    expect(column.width).toBeGreaterThanOrEqual('0.0100001'.length * 8 + 16)
  })

  it('give the seed as it was chosen', () => {
    const [config] = configs
    const seed = fixedColumns(1000).find(({ id }) => id === 'seed')
    expect(seed?.text({ config: { ...config, seed: 20_240_517 } } as RunRecord, new Map())).toBe('20240517')
  })

  it('have heads of words', () => {
    expect(['optimizer.weightDecay', 'task.split.testFraction', 'interventions.neural-amplifier.outerLearningRate'].map(shortTitle)).toEqual(['wd', 'test fraction', 'outer learning rate'])
  })
})

describe('the order of a column', () => {
  const sorted = (values: (string | number | null)[], sign: number) => values.toSorted((a, b) => compareValues(a, b, sign))

  it('has numbers by size and text by the alphabet, infinities included', () => {
    expect(sorted([3, Infinity, -1, 10], 1)).toEqual([-1, 3, 10, Infinity])
    expect(sorted(['run 10', 'run 9'], -1)).toEqual(['run 10', 'run 9'])
  })

  it.each([1, -1])('has what is missing or NaN last, and the others in order, whichever way (%d)', (sign) => {
    const mixed = sorted([5, NaN, 0.5, null, 3, NaN, Infinity, 4, null, 1], sign)
    expect(mixed.slice(0, 6)).toEqual([0.5, 1, 3, 4, 5, Infinity].toSorted((a, b) => (a < b ? -sign : sign)))
    expect(mixed.slice(6).every((value) => value === null || Number.isNaN(value))).toBe(true)
  })
})
