import { describe, expect, it } from 'vitest'
import { configRows, groupingFields, groupRuns, sameButSeeds, seriesOf } from '../../../src-renderer/views/compare/grouping.ts'
import { sampleRun } from '../harness/samples.ts'

const choices = [[1, 0], [0.1, 0], [1, 1], [0.1, 1], [10, 0]]
const runs = choices.map(([weightDecay, seed], index) => sampleRun({ index, weightDecay, seed, last: 100 }).record)
const ids = runs.map(({ id }) => id)

describe('runs in groups', () => {
  it('can be formed by what differs among them, seeds apart', () => {
    expect(groupingFields(runs)).toEqual(['optimizer.weightDecay'])
    expect(groupingFields(runs.slice(0, 1))).toEqual([])
  })

  it('come in the order of the field’s values, with a short name', () => {
    expect(groupRuns(runs, 'optimizer.weightDecay').map(({ label, runIds }) => [label, runIds])).toEqual([
      ['wd = 0.1', [ids[1], ids[3]]], ['wd = 1', [ids[0], ids[2]]], ['wd = 10', [ids[4]]]
    ])
  })

  it('have names that differ where their values hardly do', () => {
    const close = [0.01, 0.0100001].map((weightDecay, index) => sampleRun({ index, weightDecay, seed: 0, last: 100 }).record)
    expect(groupRuns(close, 'optimizer.weightDecay').map(({ label }) => label)).toEqual(['wd = 0.01', 'wd = 0.0100001'])
  })

  it('of the same config but for seeds are named after what sets them apart', () => {
    expect(groupRuns(runs, sameButSeeds).map(({ label, runIds }) => [label, runIds.length])).toEqual([['wd = 0.1', 2], ['wd = 1', 2], ['wd = 10', 1]])
    expect(groupRuns([runs[0], runs[2]], sameButSeeds).map(({ label }) => label)).toEqual([runs[0].name])
  })

  it('are none without a field', () => {
    expect(groupRuns(runs, null)).toEqual([])
  })
})

describe('the configs of runs side by side', () => {
  it('say which fields differ', () => {
    const rows = configRows(runs)
    expect(rows.filter(({ differs }) => differs).map(({ path, values }) => [path, values])).toEqual([
      ['optimizer.weightDecay', [1, 0.1, 1, 0.1, 10]], ['seed', [0, 0, 1, 1, 0]]
    ])
    expect(rows.length).toBeGreaterThan(15)
  })
})

describe('series to choose from', () => {
  it('are those that any run has', () => {
    expect(seriesOf([{ series: [{ name: 'a' }, { name: 'b' }] }, { series: [{ name: 'b' }, { name: 'c' }] }].map(({ series }) => ({
      series: series.map(({ name }) => ({ name, count: 1, lastStep: 0, last: 0, minimum: 0, maximum: 0 }))
    })))).toEqual(['a', 'b', 'c'])
  })
})
