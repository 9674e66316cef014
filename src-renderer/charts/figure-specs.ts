import type { FigureSpecInput } from '../../shared/figures/spec.ts'
import type { ValueRange } from '../../shared/figures/colour-scale.ts'
import type { Range, ScaleKind } from './axis.ts'
import type { CurvePanelSpec } from './curves/drawings.ts'

interface ShownCurves { runIds: readonly string[]; panel: CurvePanelSpec; xScale: ScaleKind; smoothing: number; range: Range | null }

/** The figure of one panel as it is on screen: what the menu exports and the figures page opens. */
export function curvesSpec(shown: ShownCurves): FigureSpecInput | null {
  const { runIds, panel, xScale, smoothing, range } = shown
  if (runIds.length === 0 || panel.series.length === 0) return null
  return {
    kind: 'curves', title: '', runs: [...runIds], panels: [{ title: panel.title, series: [...panel.series], yScale: panel.yScale }],
    xScale, smoothing, fromStep: range?.from ?? null, toStep: range?.to ?? null, widthMillimetres: 120, heightMillimetres: 80
  }
}

interface ShownProjection {
  runId: string
  tensor: string
  step: number
  fit: 'each' | 'last' | 'all'
  components: readonly [number, number]
  path: boolean
  /** The plane of this frequency instead of components. */
  frequency: number | null
}

/** The figure of one snapshot on two components. */
export function projectionSpec(shown: ShownProjection): FigureSpecInput {
  const { runId, tensor, step, fit, components, path, frequency } = shown
  return { kind: 'projection', run: runId, tensor, step, fit, components: [...components], path, frequency, widthMillimetres: 85, heightMillimetres: 85 }
}

/** The figure of one snapshot's Fourier spectrum. */
export function spectrumSpec(shown: { runId: string; tensor: string; step: number }): FigureSpecInput {
  return { kind: 'spectrum', run: shown.runId, tensor: shown.tensor, step: shown.step, widthMillimetres: 120, heightMillimetres: 70 }
}

/** The figure of one kept tensor; `scale` are the values that the colours span, null for those of the snapshot. */
export function matrixSpec(shown: { runId: string; tensor: string; step: number; scale: ValueRange | null }): FigureSpecInput {
  return { kind: 'matrix', run: shown.runId, tensor: shown.tensor, step: shown.step, range: shown.scale, widthMillimetres: 120, heightMillimetres: 90 }
}
