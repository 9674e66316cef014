import { describe, expect, it } from 'vitest'
import type { CurvePoints } from '../../../src-renderer/charts/curves/curve-points.ts'
import { panelDrawings, type DrawingInput, type LegendEntry } from '../../../src-renderer/charts/curves/drawings.ts'

const points: CurvePoints = { steps: Float64Array.of(0, 100, 200), values: Float64Array.of(0, 0.5, 1) }
const entry = (id: string, runIds = [id], isGroup = false): LegendEntry => ({ id, label: id, colour: `hue-${id}`, runIds, isGroup })
const run = (id: string) => [id, { id, name: id, milestones: { memorization: 100, generalization: 200 } }] as const
const input: DrawingInput = {
  panels: [{ title: 'Accuracy', series: ['train/accuracy', 'test/accuracy'], yScale: 'linear' }, { title: 'Gini', series: ['embedding/gini'], yScale: 'linear' }],
  entries: [entry('a'), entry('b')], runs: new Map([run('a'), run('b')]), curve: () => points,
  grouping: { centre: 'mean', spread: 'range', ended: 'hold' }, showsMarks: true, thinning: null
}

describe('the panels of a chart', () => {
  it('show each run in its hue, training dashed and lighter than test', () => {
    const [accuracy, gini] = panelDrawings(input)
    expect(accuracy.curves.map(({ id, colour, dash, opacity }) => [id, colour, dash, opacity])).toEqual([
      ['a/train/accuracy', 'hue-a', 'dashed', 0.75], ['a/test/accuracy', 'hue-a', 'solid', 1],
      ['b/train/accuracy', 'hue-b', 'dashed', 0.75], ['b/test/accuracy', 'hue-b', 'solid', 1]
    ])
    expect(gini.curves.map(({ dash }) => dash)).toEqual(['solid', 'solid'])
  })

  it('mark memorization on the training and generalization on the test curve', () => {
    const [accuracy] = panelDrawings({ ...input, entries: [entry('a')] })
    expect(accuracy.marks).toEqual([
      { entry: 'a', kind: 'memorization', step: 100, value: 0.5, colour: 'hue-a', title: 'a' },
      { entry: 'a', kind: 'generalization', step: 200, value: 1, colour: 'hue-a', title: 'a' }
    ])
  })

  it('show a group as its line and band, members faint behind, without marks', () => {
    const [, gini] = panelDrawings({ ...input, entries: [entry('group', ['a', 'b'], true)] })
    expect(gini.curves.map(({ id, width, opacity }) => [id, width, opacity])).toEqual([
      ['group/a/embedding/gini', 1, 0.25], ['group/b/embedding/gini', 1, 0.25], ['group/embedding/gini', 2, 1]
    ])
    expect(gini.bands).toHaveLength(1)
    expect(gini.marks).toEqual([])
  })

  it('show a group of one run as that run, without a band', () => {
    const [, gini] = panelDrawings({ ...input, entries: [entry('group', ['a'], true)] })
    expect(gini.curves.map(({ id }) => id)).toEqual(['group/embedding/gini'])
    expect(gini.bands).toEqual([])
  })

  it('thin what was computed here, after smoothing and grouping, more finely where it is zoomed', () => {
    const steps = Float64Array.from({ length: 10_000 }, (_, step) => step)
    const long = { steps, values: steps.map((step) => Math.sin(step * step)) }
    const thinning = { pixels: 100, logarithmicSteps: false, range: { from: 500, to: 560 }, limits: { from: 0, to: 10_000 } }
    const [, gini] = panelDrawings({ ...input, entries: [entry('a')], curve: () => long, thinning })
    const drawn = gini.curves[0].points
    expect(drawn.steps.length).toBeLessThan(300)
    expect(drawn.steps.filter((step) => step >= 500 && step < 560)).toHaveLength(60)
    expect(Math.max(...drawn.values)).toBe(Math.max(...long.values))
  })
})
