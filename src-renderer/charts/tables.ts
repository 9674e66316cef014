import type { FigureSpec } from '../../shared/figures/spec.ts'
import type { DrawnCurve } from './curves/draw.ts'

/** A chart's data as rows: the accessible alternative to the picture. */
export interface DataTable { columns: string[]; rows: (string | number)[][] }

/** Most rows that are put on a page; the CSV export has all. */
export const mostRows = 2000

/** One row per point of each curve as it is drawn. */
export function curvesTable(curves: readonly DrawnCurve[], labels: ReadonlyMap<string, string>): DataTable {
  const rows: DataTable['rows'] = []
  for (const { entry, series, points } of curves) {
    for (let index = 0; index < points.steps.length && rows.length < mostRows; index++) {
      rows.push([labels.get(entry) ?? entry, series, points.steps[index], points.values[index]])
    }
  }
  return { columns: ['run', 'series', 'step', 'value'], rows }
}

/** One row per token. */
export function tokensTable(coordinates: Float32Array, components: number): DataTable {
  const rowOf = (token: number) => [token, ...coordinates.subarray(token * components, (token + 1) * components)]
  const rows = Array.from({ length: coordinates.length / components }, (_, token) => rowOf(token))
  return { columns: ['token', ...Array.from({ length: components }, (_, component) => `PC ${component + 1}`)], rows }
}

/** One row per token, on the plane of a frequency. */
export function planeTable(points: Float32Array): DataTable {
  return { columns: ['token', 'cos', 'sin'], rows: Array.from({ length: points.length / 3 }, (_, token) => [token, points[token * 3], points[token * 3 + 1]]) }
}

/** One row per frequency. */
export function spectrumTable(norms: Float32Array): DataTable {
  return { columns: ['frequency', 'norm'], rows: [...norms].map((norm, frequency) => [frequency, norm]) }
}

/** One row per value of a kept tensor. */
export function matrixTable(frame: { shape: readonly number[]; data: Float32Array } | null): DataTable {
  const columns = frame === null ? 1 : frame.data.length / (frame.shape[0] || 1)
  const values = frame === null ? [] : [...frame.data.subarray(0, mostRows)]
  if (columns === 1) return { columns: ['token', 'value'], rows: values.map((value, token) => [token, value]) }
  return { columns: ['token', 'dimension', 'value'], rows: values.map((value, index) => [Math.floor(index / columns), index % columns, value]) }
}

/** One row per result of a figure that holds its numbers; null for one that is drawn from runs. */
export function figureTable(spec: FigureSpec): DataTable | null {
  if (spec.kind !== 'points') return null
  const rows = spec.panels.flatMap((panel) => panel.groups.flatMap((group) => group.points.map(({ x, y, low, high }) => (
    [panel.title, group.name, panel.categories?.[x] ?? x, y ?? 'never', low ?? '', high ?? '']))))
  return { columns: ['panel', 'group', 'x', 'y', 'low', 'high'], rows }
}
