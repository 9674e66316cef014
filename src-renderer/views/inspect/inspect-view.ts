import * as v from 'valibot'

/** How the inspector shows embeddings; kept by the workbench. */
export const inspectViewSchema = v.strictObject({
  fit: v.optional(v.picklist(['each', 'last', 'all']), 'each'),
  /** The plane of a key frequency where there is one, else the first two components; a pair of components, or three at once. */
  shown: v.optional(v.picklist(['circle', '1-2', '1-3', '2-3', '3-D']), 'circle'),
  /** What the large pane holds: tokens as points, or a kept tensor as a heat map. */
  pane: v.optional(v.picklist(['projection', 'matrix']), 'projection'),
  /** Tensor of the heat map. */
  matrix: v.optional(v.string(), 'embedding'),
  /** What its colours span: values of all steps, or of the step that is shown. */
  matrixScale: v.optional(v.picklist(['all', 'step']), 'step'),
  lines: v.optional(v.boolean(), true),
  stride: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)), 1),
  labels: v.optional(v.boolean(), false),
  scale: v.optional(v.picklist(['all', 'step']), 'all'),
  /** Snapshots per second. */
  speed: v.optional(v.picklist([5, 10, 20, 30, 60]), 20)
})
export type InspectView = v.InferOutput<typeof inspectViewSchema>

export function readInspectView(kept: unknown): InspectView {
  const parsed = v.safeParse(inspectViewSchema, kept)
  return parsed.success ? parsed.output : v.parse(inspectViewSchema, {})
}

export const componentsShown: Record<InspectView['shown'], readonly [number, number] | null> = { circle: [0, 1], '1-2': [0, 1], '1-3': [0, 2], '2-3': [1, 2], '3-D': null }
