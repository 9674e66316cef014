import type { SeriesData } from '../rpc.ts'
import type { Milestones } from '../run.ts'
import type { FigureSpec } from './spec.ts'

/** What a figure says of a run. */
export interface FigureRun {
  id: string
  name: string
  milestones: Milestones
}

/**
 * Points of a curves figure. Runs in the order of the spec, which decides their hues. Series whole where the spec asks for
 * smoothing or the figure is exported (smoothing and thinning are done here), or as `series.read` thinned them.
 */
export interface CurvesData {
  kind: 'curves'
  runs: readonly FigureRun[]
  series: readonly SeriesData[]
}

/** One snapshot on its components. */
export interface ProjectionData {
  kind: 'projection'
  run: FigureRun
  tensor: string
  step: number
  tokens: number
  components: number
  /** [tokens, components] */
  coordinates: ArrayLike<number>
  /** Share of the variance along each component, 0 … 1. */
  explained: ArrayLike<number>
}

/** Fourier norms of one snapshot. */
export interface SpectrumData {
  kind: 'spectrum'
  run: FigureRun
  tensor: string
  step: number
  /** One per frequency, the constant first. */
  norms: ArrayLike<number>
  gini: number
}

/** One kept tensor as rows of columns; a vector has one column. */
export interface MatrixData {
  kind: 'matrix'
  run: FigureRun
  tensor: string
  step: number
  rows: number
  columns: number
  /** [rows, columns] */
  values: ArrayLike<number>
}

/** Nothing: a points figure holds its numbers itself. */
export interface PointsData { kind: 'points' }

export type FigureData = CurvesData | ProjectionData | SpectrumData | MatrixData | PointsData

/** Where a figure is drawn. */
export interface FigureContext {
  widthPixels: number
  heightPixels: number
  /** Font family of all text. */
  font: string
  /** Of axis labels; titles are larger. 8 points on paper are 10.7 pixels. */
  fontSizePixels?: number
  /** True on the page: zoom and a pointer shared by all panels; no animation either way. */
  interactive: boolean
  /** Step at which a line runs through all panels. */
  cursorStep?: number | null
  /** False where the page draws its own legend. */
  legend?: boolean
  /** Hue of a run, where it is not its place in the figure. */
  colorOf?: (runId: string) => string
}

const pixelsPerMillimetre = 96 / 25.4

/** CSS pixels of a figure on paper: 96 to the inch. */
export function figurePixels(spec: Pick<FigureSpec, 'widthMillimetres' | 'heightMillimetres'>): { width: number; height: number } {
  return { width: Math.round(spec.widthMillimetres * pixelsPerMillimetre), height: Math.round(spec.heightMillimetres * pixelsPerMillimetre) }
}
