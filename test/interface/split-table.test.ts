import { describe, expect, it } from 'vitest'
import { presets } from '../../shared/config/presets.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import { buildTask } from '../../src-main/lab/tasks/index.ts'
import { answerTable, generatorOf } from '../../src-renderer/task-preview/answer-table.ts'
import { imageSamples } from '../../src-renderer/task-preview/image-samples.ts'
import { countRange, pairRoles, splitTable } from '../../src-renderer/task-preview/split-table.ts'

function taskOf(changes: object) {
  const { task } = parseConfig({ ...presets[0]?.config, task: { kind: 'modular', modulus: 23, trainFraction: 0.3, splitSeed: 3, ...changes } })
  if (task.kind !== 'modular') throw new Error('the task is not modular')
  return task
}

const splits = [
  { split: { kind: 'random' } }, { split: { kind: 'random', testFraction: 0.2 } }, { split: { kind: 'uniform', testFraction: 0.2 } },
  { split: { kind: 'skewed', exponent: 1.5 } }, { split: { kind: 'square', side: 9 } }, { split: { kind: 'strip', width: 5 } }, { operation: 'divide' }
]

describe('the images of a polygon task', () => {
  it('are the first of each set, with the class that the trainer gives them', () => {
    const { task } = parseConfig({ ...presets.find(({ config }) => config.task.kind === 'polygons')?.config })
    if (task.kind !== 'polygons') throw new Error('the task has no polygons')
    const samples = imageSamples(task, 2)
    expect(samples.map(({ set }) => set)).toEqual(['training', 'training', 'test', 'test'])
    expect(samples.every(({ image }) => image.width === task.imageSize && image.pixels.includes(0))).toBe(true)
    const built = buildTask({ task, interventions: [] })
    const targetsOf = (rows: Int32Array) => [...new Set([...rows].map((row) => built.targets[row]))]
    expect(targetsOf(built.trainIndices)).toEqual(expect.arrayContaining(samples.slice(0, 2).map(({ target }) => target)))
    expect(targetsOf(built.testIndices)).toEqual(expect.arrayContaining(samples.slice(2).map(({ target }) => target)))
  })
})

describe('the table of results', () => {
  it('of multiplication is that of addition modulo p − 1 in the order of powers, and that of division of subtraction', () => {
    for (const [operation, sign] of [['multiply', 1], ['divide', -1]] as const) {
      const task = taskOf({ operation })
      const generator = generatorOf(task)
      expect(generator).toBe(5)
      const { order, places } = answerTable(task, generator)
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 22 }, (_, i) => i + 1))
      expect([...places]).toEqual(order.flatMap((_, row) => order.map((_, column) => (row + sign * column + 22) % 22)))
    }
  })

  it('holds what is trained on, and nothing where there is no result', () => {
    const task = taskOf({ operation: 'divide' })
    const { places } = answerTable(task, null)
    const built = buildTask({ task, interventions: [] })
    built.targets.forEach((target, row) => expect(places[built.inputs[2 * row] * 23 + built.inputs[2 * row + 1]]).toBe(target))
    expect(places[0]).toBe(-1)
  })

  it('has no order of powers for other operations and composite moduli', () => {
    expect([generatorOf(taskOf({ operation: 'add' })), generatorOf(taskOf({ operation: 'multiply', modulus: 21 }))]).toEqual([null, null])
  })
})

describe('the table of a split', () => {
  it.each(splits)('shows the very examples that are trained on and tested: %o', (changes) => {
    const task = taskOf(changes)
    const table = splitTable(task)
    const built = buildTask({ task, interventions: [] })
    const cells = (rows: Int32Array) => [...rows].map((row) => built.inputs[2 * row] * 23 + built.inputs[2 * row + 1]).sort((a, b) => a - b)
    const having = (...roles: string[]) => [...table?.roles ?? []].flatMap((place, cell) => (roles.includes(pairRoles[place]) ? [cell] : []))
    expect(having('train')).toEqual(cells(built.trainIndices))
    expect(having('test', 'hole')).toEqual(cells(built.testIndices))
    expect(table?.counts.train).toBe(built.trainIndices.length)
  })

  it('tells a hole from the rest of the test set, and what is not used or no example at all', () => {
    expect(splitTable(taskOf({ split: { kind: 'square', side: 9 } }))?.counts).toMatchObject({ hole: 100, unused: 0, none: 0 })
    expect(splitTable(taskOf({ split: { kind: 'random', testFraction: 0.2 } }))?.counts).toEqual({ train: 158, test: 105, hole: 0, unused: 266, none: 0 })
    expect(splitTable(taskOf({ operation: 'divide' }))?.counts.none).toBe(23)
  })

  it('counts each residue in each set', () => {
    const table = splitTable(taskOf({ split: { kind: 'uniform', testFraction: 0.2 } }))
    const { least, most } = countRange(table?.histograms.train ?? { first: new Int32Array(), second: new Int32Array() })
    expect(most - least).toBeLessThanOrEqual(2)
    expect(table?.histograms.train.first.reduce((sum, count) => sum + count)).toBe(158)
  })

  it('is not drawn for a million pairs', () => {
    expect(splitTable(taskOf({ modulus: 1009 }))).toBeNull()
  })
})
