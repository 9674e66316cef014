import type { Range, ScaleKind } from '../axis.ts'
import type { CurvePoints } from './curve-points.ts'

export type Dash = 'solid' | 'dashed' | 'dotted'

/** One line of a panel. `entry` is the line of the legend that it belongs to. */
export interface DrawnCurve {
  id: string
  entry: string
  series: string
  colour: string
  dash: Dash
  width: number
  opacity: number
  points: CurvePoints
  /** Of a group: how many runs each step rests on. */
  counts?: CurvePoints
}

/** The spread of a group of runs. */
export interface DrawnBand { id: string; entry: string; colour: string; low: CurvePoints; high: CurvePoints }

/** ◇ where a run memorized, ◆ where it generalized. */
export interface DrawnMark { entry: string; kind: 'memorization' | 'generalization'; step: number; value: number; colour: string; title: string }

export interface PanelDrawing { curves: DrawnCurve[]; bands: DrawnBand[]; marks: DrawnMark[] }

export interface PanelScales { x: ScaleKind; y: ScaleKind; xRange: Range; yRange: Range }

/** Space around the plot, in pixels; fixed, so that panels line up and the cursor needs no question to the chart. */
export const plotMargins = { left: 60, right: 24, top: 10, bottom: 38 } as const

/** How the series of a run differ where they share its hue: training dashed, test solid, others in turn. */
export function dashOf(series: string, seriesOfPanel: readonly string[]): Dash {
  if (series.startsWith('train/')) return 'dashed'
  if (series.startsWith('test/')) return 'solid'
  const others = seriesOfPanel.filter((name) => !name.startsWith('train/') && !name.startsWith('test/'))
  const dashes: Dash[] = ['solid', 'dashed', 'dotted']
  return dashes[Math.max(0, others.indexOf(series)) % dashes.length]
}

/** A share lies between 0 and 1: accuracies keep that range, so that panels can be compared by eye. */
export function isShare(series: string): boolean {
  return /(^|[/-])(accuracy|gini|share)$/.test(series)
}
