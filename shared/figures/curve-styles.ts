import type { SeriesData } from '../rpc.ts'
import type { CurvesData, FigureContext } from './data.ts'
import { quantityOf, runLabels, seriesLabel, splitOf } from './labels.ts'
import { seriesColor } from './palette.ts'
import type { CurvesFigure } from './spec.ts'

/** One curve of a panel and how it looks. */
export interface Curve {
  series: SeriesData
  split: 'train' | 'test' | null
  /** Entry of the legend that it belongs to. */
  legend: string
  color: string
  dash: 'solid' | 'dashed' | 'dotted' | number[]
  width: number
  opacity: number
}

// Quantities beyond the first of a panel, where hue already tells runs apart.
const furtherDashes: Curve['dash'][] = ['solid', 'dotted', [8, 3, 2, 3], [12, 4], [2, 5]]

/** Quantities that a panel shows, in its order. */
function quantitiesOf(names: readonly string[]): string[] {
  return [...new Set(names.map(quantityOf))]
}

/**
 * Curves of each panel. Hue tells runs apart; in a figure of one run with a panel of several quantities it tells the
 * quantities apart. Training curves are dashed and lighter, of the same hue as test curves.
 */
export function curveStyles(spec: CurvesFigure, data: CurvesData, context: FigureContext): Curve[][] {
  const labels = runLabels(data.runs)
  const byQuantity = data.runs.length === 1 && spec.panels.some((panel) => quantitiesOf(panel.series).length > 1)
  const allQuantities = [...new Set(spec.panels.flatMap((panel) => quantitiesOf(panel.series)))]
  const bySeries = new Map(data.series.map((series) => [`${series.runId} ${series.name}`, series]))
  return spec.panels.map((panel) => data.runs.flatMap((run, runIndex) => panel.series.flatMap((name) => {
    const series = bySeries.get(`${run.id} ${name}`)
    if (series === undefined) return []
    const split = splitOf(name)
    const quantity = quantityOf(name)
    const hue = context.colorOf === undefined ? seriesColor(runIndex) : context.colorOf(run.id)
    const place = quantitiesOf(panel.series).indexOf(quantity)
    return [{
      series, split,
      legend: byQuantity ? seriesLabel(quantity) : (labels.get(run.id) ?? run.id),
      color: byQuantity ? seriesColor(allQuantities.indexOf(quantity)) : hue,
      dash: split === 'train' ? 'dashed' : byQuantity ? 'solid' : furtherDashes[place % furtherDashes.length],
      width: 1.5,
      opacity: split === 'train' ? 0.75 : 1
    }]
  })))
}
