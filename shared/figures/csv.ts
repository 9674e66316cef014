import { GrokscopeError } from '../errors.ts'
import { smooth } from '../numerics/smoothing.ts'
import type { CurvesData, FigureData, MatrixData, ProjectionData, SpectrumData } from './data.ts'
import type { CurvesFigure, FigureSpec, PointsFigure, ProjectionFigure } from './spec.ts'

/** A cell by RFC 4180: quoted only where it must be. Text that a spreadsheet would run as a formula gets an apostrophe before it. */
export function csvCell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function csvText(rows: Iterable<readonly (string | number)[]>): string {
  let text = ''
  for (const row of rows) text += `${row.map(csvCell).join(',')}\r\n`
  return text
}

function* curveRows(spec: CurvesFigure, data: CurvesData): Generator<(string | number)[]> {
  const smoothed = spec.smoothing > 0
  const [from, to] = [spec.fromStep ?? -Infinity, spec.toStep ?? Infinity]
  const names = new Map(data.runs.map((run) => [run.id, run.name]))
  const wanted = new Set(spec.panels.flatMap((panel) => panel.series))
  yield ['run', 'name', 'series', 'step', 'value', ...(smoothed ? ['smoothed'] : [])]
  for (const series of data.series) {
    if (!wanted.has(series.name)) continue
    const averages = smoothed ? smooth(series.values, spec.smoothing) : null
    for (let i = 0; i < series.steps.length; i++) {
      if (series.steps[i] < from || series.steps[i] > to) continue
      const row = [series.runId, names.get(series.runId) ?? '', series.name, series.steps[i], series.values[i]]
      yield averages === null ? row : [...row, averages[i]]
    }
  }
}

function* projectionRows(spec: ProjectionFigure, data: ProjectionData): Generator<(string | number)[]> {
  const isPlane = spec.frequency !== null
  const components = Array.from({ length: isPlane ? 2 : data.components }, (_, i) => i)
  yield ['token', ...components.map((i) => (isPlane ? ['cos', 'sin'][i] : `pc${i + 1}`))]
  for (let token = 0; token < data.tokens; token++) {
    yield [token, ...components.map((i) => data.coordinates[token * data.components + i])]
  }
}

function* spectrumRows(data: SpectrumData): Generator<(string | number)[]> {
  yield ['frequency', 'norm']
  for (let k = 0; k < data.norms.length; k++) yield [k, data.norms[k]]
}

function* matrixRows({ values, rows, columns }: MatrixData): Generator<(string | number)[]> {
  yield ['token', ...Array.from({ length: columns }, (_, column) => (columns === 1 ? 'value' : `d${column}`))]
  for (let row = 0; row < rows; row++) yield [row, ...Array.from({ length: columns }, (_, column) => values[row * columns + column])]
}

function* pointRows(spec: PointsFigure): Generator<(string | number)[]> {
  yield ['panel', 'group', 'x', 'y', 'low', 'high']
  for (const panel of spec.panels) {
    for (const group of panel.groups) {
      for (const { x, y, low, high } of group.points) yield [panel.title, group.name, panel.categories?.[x] ?? x, y ?? '', low ?? '', high ?? '']
    }
  }
}

/**
 * The numbers behind a figure as CSV (RFC 4180, tidy: one observation a line); every digit is kept.
 * Throws `figure/invalid` where spec and data are of different kinds.
 */
export function figureCsv(spec: FigureSpec, data: FigureData): string {
  if (spec.kind === 'curves' && data.kind === 'curves') return csvText(curveRows(spec, data))
  if (spec.kind === 'projection' && data.kind === 'projection') return csvText(projectionRows(spec, data))
  if (spec.kind === 'spectrum' && data.kind === 'spectrum') return csvText(spectrumRows(data))
  if (spec.kind === 'matrix' && data.kind === 'matrix') return csvText(matrixRows(data))
  if (spec.kind === 'points' && data.kind === 'points') return csvText(pointRows(spec))
  throw new GrokscopeError('figure/invalid', `a ${spec.kind} figure cannot be written from ${data.kind} data`)
}
