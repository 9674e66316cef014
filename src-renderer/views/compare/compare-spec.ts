import * as v from 'valibot'
import type { CurvePanelSpec } from '../../charts/curves/drawings.ts'

const scale = v.picklist(['linear', 'logarithmic'])
const panel = v.strictObject({ title: v.string(), series: v.array(v.string()), yScale: scale })

/** What the comparison shows, without the runs: kept by the workbench and written into the address. */
export const compareSpecSchema = v.strictObject({
  panels: v.optional(v.array(panel), () => structuredClone(firstPanels)),
  xScale: v.optional(scale, 'logarithmic'),
  smoothing: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(0.999)), 0),
  /** Path of a config field; `*` groups runs that differ in seeds only; null: no groups. */
  groupBy: v.optional(v.nullable(v.string()), null),
  centre: v.optional(v.picklist(['mean', 'median']), 'mean'),
  spread: v.optional(v.picklist(['range', 'deviation', 'none']), 'range'),
  ended: v.optional(v.picklist(['hold', 'leave']), 'hold'),
  baseline: v.optional(v.nullable(v.string()), null),
  columns: v.optional(v.picklist([1, 2, 3]), 2)
})
export type CompareSpec = v.InferOutput<typeof compareSpecSchema>

const firstPanels: CurvePanelSpec[] = [
  { title: 'Loss', series: ['train/loss', 'test/loss'], yScale: 'logarithmic' },
  { title: 'Accuracy', series: ['train/accuracy', 'test/accuracy'], yScale: 'linear' },
  { title: 'Weight norm', series: ['weight-norm/total'], yScale: 'linear' },
  { title: 'Gini of the embedding spectrum', series: ['embedding/gini'], yScale: 'linear' }
]

export const initialCompareSpec: CompareSpec = v.parse(compareSpecSchema, {})

/** A kept spec; the first one where there is none, or one that this version cannot read. */
export function readCompareSpec(kept: unknown): CompareSpec {
  const parsed = v.safeParse(compareSpecSchema, kept)
  return parsed.success ? parsed.output : initialCompareSpec
}

const scaleLetters = { linear: 'lin', logarithmic: 'log' } as const
const scaleOf = (letters: string | null | undefined) => (letters === 'log' ? 'logarithmic' : letters === 'lin' ? 'linear' : undefined)

/** The address of a comparison: runs, then whatever is not as at first. */
export function writeAddress(runIds: readonly string[], spec: CompareSpec): string {
  const initial = initialCompareSpec
  const parts = [`runs=${runIds.join(',')}`]
  const add = (name: string, value: string, isInitial: boolean) => { if (!isInitial) parts.push(`${name}=${encodeURIComponent(value)}`) }
  add('x', scaleLetters[spec.xScale], spec.xScale === initial.xScale)
  add('smooth', String(spec.smoothing), spec.smoothing === 0)
  add('group', spec.groupBy ?? '', spec.groupBy === null)
  add('centre', spec.centre, spec.centre === initial.centre)
  add('band', spec.spread, spec.spread === initial.spread)
  add('ended', spec.ended, spec.ended === initial.ended)
  add('base', spec.baseline ?? '', spec.baseline === null)
  add('columns', String(spec.columns), spec.columns === initial.columns)
  add('panels', spec.panels.map(({ title, series, yScale }) => [title.replaceAll(/[;|]/g, ' '), scaleLetters[yScale], ...series].join('|')).join(';'),
    JSON.stringify(spec.panels) === JSON.stringify(initial.panels))
  return `compare?${parts.join('&')}`
}

/** What an address says over what was kept. Parts that cannot be read are left as they were kept. */
export function readAddress(query: URLSearchParams, kept: CompareSpec): { runIds: string[]; spec: CompareSpec } {
  const runIds = [...new Set((query.get('runs') ?? '').split(',').filter((id) => id !== ''))]
  const said = Object.entries(parts).flatMap(([name, { key, read }]) => (query.has(name) ? [[key, read(query.get(name) ?? '')] as const] : []))
  const parsed = v.safeParse(compareSpecSchema, { ...kept, ...Object.fromEntries(said) })
  return { runIds, spec: parsed.success ? parsed.output : kept }
}

const orNull = (text: string) => (text === '' ? null : text)
const itself = (text: string) => text

/** How each part of the address is read; the schema has the last word. */
const parts: Record<string, { key: keyof CompareSpec; read: (text: string) => unknown }> = {
  x: { key: 'xScale', read: scaleOf },
  smooth: { key: 'smoothing', read: Number },
  group: { key: 'groupBy', read: orNull },
  centre: { key: 'centre', read: itself },
  band: { key: 'spread', read: itself },
  ended: { key: 'ended', read: itself },
  base: { key: 'baseline', read: orNull },
  columns: { key: 'columns', read: Number },
  panels: { key: 'panels', read: readPanels }
}

function readPanels(text: string): CurvePanelSpec[] {
  return text.split(';').filter((part) => part !== '').map((part) => {
    const [title = '', letters, ...series] = part.split('|')
    return { title, yScale: scaleOf(letters) ?? 'linear', series }
  })
}
