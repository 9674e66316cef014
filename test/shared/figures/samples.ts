import * as v from 'valibot'
import type { CurvesData, FigureContext, FigureRun, MatrixData, ProjectionData, SpectrumData } from '../../../shared/figures/data.ts'
import { figureSpecSchema, type FigureSpec, type FigureSpecInput } from '../../../shared/figures/spec.ts'
import type { SeriesData } from '../../../shared/rpc.ts'

export const run = (id: string, name: string, memorization: number | null = null, generalization: number | null = null): FigureRun =>
  ({ id, name, milestones: { memorization, generalization } })

/** A series with a point at each of the first `count` steps. */
export function series(runId: string, name: string, count: number, value: (step: number) => number): SeriesData {
  const steps = Float64Array.from({ length: count }, (_, step) => step)
  return { runId, name, steps, values: steps.map(value) }
}

export const runs = [run('aaaaaaaaaa', 'mainline', 20, 80), run('bbbbbbbbbb', 'no-decay', 25, null)]

export const curves: CurvesData = {
  kind: 'curves',
  runs,
  series: runs.flatMap(({ id }) => [
    series(id, 'train/loss', 101, (step) => Math.exp(-step / 5)),
    series(id, 'test/loss', 101, (step) => 5 - step / 25),
    series(id, 'train/accuracy', 101, (step) => Math.min(step / 20, 1)),
    series(id, 'test/accuracy', 101, (step) => (step < 70 ? 0.01 : Math.min((step - 70) / 10, 1))),
    series(id, 'weight-norm/total', 101, (step) => 60 - step / 4)
  ])
}

export const projection: ProjectionData = {
  kind: 'projection', run: runs[0], tensor: 'embedding', step: 7400, tokens: 5, components: 3,
  coordinates: Float32Array.from({ length: 15 }, (_, i) => (i % 3 === 0 ? Math.cos : Math.sin)((2 * Math.PI * Math.floor(i / 3)) / 5)),
  explained: [0.42, 0.381, 0.1]
}

export const spectrum: SpectrumData = {
  kind: 'spectrum', run: runs[0], tensor: 'embedding', step: 7400, gini: 0.7123, norms: Float32Array.of(0.5, 0.1, 8, 0.2, 6, 0.1)
}

/** Two tokens in three dimensions; the last two of the first have the same value. */
export const matrix: MatrixData = {
  kind: 'matrix', run: runs[0], tensor: 'embedding', step: 7400, rows: 2, columns: 3, values: Float32Array.of(0, 1, 1, -1, 0.5, 0)
}

export const context: FigureContext = { widthPixels: 640, heightPixels: 360, font: 'Source Sans 3', interactive: false }

export function spec(input: FigureSpecInput): FigureSpec {
  return v.parse(figureSpecSchema, input)
}

/** A sweep with a value that was never reached, beside named cases. */
export const points: FigureSpecInput = {
  kind: 'points', title: 'Steps to generalize',
  panels: [
    {
      title: 'Sweep', xTitle: 'c', yTitle: 'steps', xScale: 'logarithmic', yScale: 'logarithmic',
      groups: [
        { name: 'add', points: [{ x: 1, y: 1400, low: 1200, high: 1800 }, { x: 10, y: 900, low: 850, high: 1000 }, { x: 32, y: null }] },
        { name: 'multiply', points: [{ x: 1, y: 2000 }, { x: 10, y: 1500 }] }
      ]
    },
    { title: 'Cases', yTitle: 'accuracy', categories: ['Adam', 'AdamW'], groups: [{ name: 'add', line: false, points: [{ x: 0, y: 0.2 }, { x: 1, y: 1 }] }] }
  ]
}
