import * as v from 'valibot'
import { figureSpecSchema, type FigureSpec } from '../../../shared/figures/spec.ts'
import type { RunRecord } from '../../../shared/run.ts'

/** Widths that journals ask for, in millimetres. */
export const paperWidths = [{ title: 'one column', value: 85 }, { title: 'one and a half', value: 120 }, { title: 'two columns', value: 178 }]

export interface SavedFigure { name: string; spec: FigureSpec }

const savedSchema = v.array(v.strictObject({ name: v.string(), spec: figureSpecSchema }))

/** Figures that were kept; those that this version cannot read are left out. */
export function readSaved(kept: unknown): SavedFigure[] {
  if (!Array.isArray(kept)) return []
  return kept.flatMap((one: unknown) => { const parsed = v.safeParse(savedSchema.item, one); return parsed.success ? [parsed.output] : [] })
}

/** The figure in the editor; null where none was begun or it cannot be read. */
export function readDraft(kept: unknown): FigureSpec | null {
  const parsed = v.safeParse(figureSpecSchema, kept)
  return parsed.success ? parsed.output : null
}

/** Kinds of figure that are begun from runs; results are summed up by a study. */
export type DrawnFromRuns = Exclude<FigureSpec['kind'], 'points'>

/** A first figure of a kind, of runs that exist. */
export function newFigure(kind: DrawnFromRuns, runs: readonly Pick<RunRecord, 'id'>[]): FigureSpec | null {
  const [first] = runs
  if (!first) return null
  if (kind !== 'curves') return v.parse(figureSpecSchema, { kind, run: first.id, widthMillimetres: kind === 'projection' ? 85 : 120, heightMillimetres: kind === 'projection' ? 85 : 70 })
  return v.parse(figureSpecSchema, {
    kind, runs: runs.slice(0, 3).map(({ id }) => id), xScale: 'logarithmic', heightMillimetres: 70,
    panels: [{ title: 'Loss', series: ['train/loss', 'test/loss'], yScale: 'logarithmic' }, { title: 'Accuracy', series: ['train/accuracy', 'test/accuracy'] }]
  })
}

/** A file as an address that an image may have under the page's policy. */
export function svgAddress(svg: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
}
