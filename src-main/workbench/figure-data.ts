import { taskShape } from '../../shared/catalogue/tasks/index.ts'
import { GrokscopeError } from '../../shared/errors.ts'
import type { CurvesData, FigureData, FigureRun } from '../../shared/figures/data.ts'
import type { CurvesFigure, FigureSpec, MatrixFigure, ProjectionFigure, SpectrumFigure } from '../../shared/figures/spec.ts'
import { frequencyPlane, onPlane, spreadOnPlane } from '../../shared/numerics/frequency-plane.ts'
import type { RunStore } from '../store/run-store.ts'
import type { Inspector } from './inspector.ts'

function figureRun(store: RunStore, reference: string): FigureRun {
  const { id, name, milestones } = store.findRun(reference)
  return { id, name, milestones }
}

function curvesData(store: RunStore, spec: CurvesFigure): CurvesData {
  const runs = spec.runs.map((reference): FigureRun => {
    const run = figureRun(store, reference)
    return { ...run, name: spec.labels[reference] ?? run.name }
  })
  const names = [...new Set(spec.panels.flatMap((panel) => panel.series))]
  const series = runs.flatMap((run) => store.readSeries(run.id, { names }))
  const empty = names.filter((name) => !series.some((one) => one.name === name && one.steps.length > 0))
  if (empty.length > 0) {
    const known = [...new Set(runs.flatMap((run) => store.listSeries(run.id).map((summary) => summary.name)))].sort()
    throw new GrokscopeError('figure/invalid', `panels: no run of the figure has the series ${empty.join(', ')}; expected some of ${known.join(', ') || 'none yet'}`)
  }
  return { kind: 'curves', runs, series }
}

/** Index of the snapshot that a figure shows: the one at `step`, or the last. */
function snapshotIndex(steps: Float64Array, step: number | null): number {
  const index = step === null ? steps.length - 1 : steps.indexOf(step)
  if (index < 0) throw new GrokscopeError('snapshot/missing', `step: there is no snapshot at step ${String(step)}; expected one of ${[...steps].join(', ')}`)
  return index
}

async function planeData(store: RunStore, inspector: Inspector, spec: ProjectionFigure, frequency: number): Promise<FigureData> {
  const run = figureRun(store, spec.run)
  const { steps, frequencies } = await inspector.spectrum({ runId: run.id, tensor: spec.tensor })
  if (frequency >= frequencies) {
    throw new GrokscopeError('figure/invalid', `frequency: ${frequency} is not a frequency of ${spec.tensor}; expected 1 to ${frequencies - 1}`)
  }
  const step = steps[snapshotIndex(steps, spec.step)] ?? 0
  const last = store.readSnapshot(run.id, spec.tensor, steps.at(-1) ?? 0)
  const [rows = 0] = last.shape
  const tokens = Math.min(rows, taskShape(store.getRun(run.id).config.task).residues)
  const columns = last.data.length / rows
  const { data } = store.readSnapshot(run.id, spec.tensor, step)
  const points = onPlane(data, columns, tokens, frequencyPlane(last.data, columns, tokens, frequency))
  return {
    kind: 'projection', run, tensor: spec.tensor, step, tokens, components: 3, coordinates: points, explained: spreadOnPlane(points, data, columns)
  }
}

async function projectionData(store: RunStore, inspector: Inspector, spec: ProjectionFigure): Promise<FigureData> {
  if (spec.frequency !== null) return planeData(store, inspector, spec, spec.frequency)
  const run = figureRun(store, spec.run)
  const projection = await inspector.projection({ runId: run.id, tensor: spec.tensor, fit: spec.fit, components: 3 })
  const index = snapshotIndex(projection.steps, spec.step)
  const { tokens, components } = projection
  const size = tokens * components
  return {
    kind: 'projection', run, tensor: spec.tensor, step: projection.steps[index] ?? 0, tokens, components,
    coordinates: projection.coordinates.slice(index * size, (index + 1) * size),
    explained: projection.explained.slice(index * components, (index + 1) * components)
  }
}

async function spectrumData(store: RunStore, inspector: Inspector, spec: SpectrumFigure): Promise<FigureData> {
  const run = figureRun(store, spec.run)
  const spectrum = await inspector.spectrum({ runId: run.id, tensor: spec.tensor })
  const index = snapshotIndex(spectrum.steps, spec.step)
  const { frequencies } = spectrum
  return {
    kind: 'spectrum', run, tensor: spec.tensor, step: spectrum.steps[index] ?? 0,
    norms: spectrum.norms.slice(index * frequencies, (index + 1) * frequencies), gini: spectrum.gini[index] ?? NaN
  }
}

function matrixData(store: RunStore, spec: MatrixFigure): FigureData {
  const run = figureRun(store, spec.run)
  const lists = store.listSnapshots(run.id)
  const list = lists.find(({ tensor }) => tensor === spec.tensor)
  if (list === undefined) {
    throw new GrokscopeError('snapshot/missing', `tensor: run ${run.name} keeps no ${spec.tensor}; expected one of ${lists.map(({ tensor }) => tensor).join(', ') || 'none yet'}`)
  }
  const { shape, step, data } = store.readSnapshot(run.id, spec.tensor, list.steps[snapshotIndex(list.steps, spec.step)] ?? 0)
  const [rows = 0] = shape
  return { kind: 'matrix', run, tensor: spec.tensor, step, rows, columns: rows === 0 ? 0 : data.length / rows, values: data }
}

/** Everything that a figure shows, whole. Throws `run/unknown`, `figure/invalid` or `snapshot/missing`. */
export async function readFigureData(store: RunStore, inspector: Inspector, spec: FigureSpec): Promise<FigureData> {
  if (spec.kind === 'points') return { kind: 'points' }
  if (spec.kind === 'curves') return curvesData(store, spec)
  if (spec.kind === 'matrix') return matrixData(store, spec)
  return spec.kind === 'projection' ? projectionData(store, inspector, spec) : spectrumData(store, inspector, spec)
}
