import * as v from 'valibot'

const names = v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(200))), v.minLength(1), v.maxLength(1000),
  v.transform((list) => [...new Set(list)]))
const scale = v.optional(v.picklist(['linear', 'logarithmic']), 'linear')
const component = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2))
const text = v.optional(v.pipe(v.string(), v.maxLength(300)), '')

const common = {
  title: text,
  /** Millimetres on paper: 85 is one column, 178 two. */
  widthMillimetres: v.optional(v.pipe(v.number(), v.minValue(20), v.maxValue(1000)), 178),
  heightMillimetres: v.optional(v.pipe(v.number(), v.minValue(20), v.maxValue(1000)), 90),
  theme: v.optional(v.picklist(['light', 'dark']), 'light')
}

/** Curves of any number of runs, one panel per group of series. */
export const curvesFigure = v.strictObject({
  kind: v.literal('curves'),
  ...common,
  runs: names,
  /** Names of runs in the legend by what stands in `runs`, where they are not their own. */
  labels: v.optional(v.record(v.string(), v.pipe(v.string(), v.maxLength(200))), {}),
  panels: v.pipe(v.array(v.strictObject({ title: text, series: names, yScale: scale })), v.minLength(1), v.maxLength(24)),
  xScale: scale,
  fromStep: v.optional(v.nullable(v.number()), null),
  toStep: v.optional(v.nullable(v.number()), null),
  /** Weight of the debiased exponential moving average; 0 is the raw curve. */
  smoothing: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(0.999)), 0),
  marks: v.optional(v.boolean(), true)
})

/** Tokens of one snapshot on two principal components, or on the plane of one frequency as it lies in the last snapshot. */
export const projectionFigure = v.strictObject({
  kind: v.literal('projection'),
  ...common,
  run: v.string(),
  tensor: v.optional(v.string(), 'embedding'),
  step: v.optional(v.nullable(v.number()), null),
  fit: v.optional(v.picklist(['each', 'last', 'all']), 'each'),
  components: v.optional(v.tuple([component, component]), [0, 1]),
  frequency: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))), null),
  path: v.optional(v.boolean(), true)
})

/** Fourier spectrum of one snapshot. */
export const spectrumFigure = v.strictObject({
  kind: v.literal('spectrum'),
  ...common,
  run: v.string(),
  tensor: v.optional(v.string(), 'embedding'),
  step: v.optional(v.nullable(v.number()), null)
})

/** A kept tensor of one snapshot, row by row: a heat map, or bars where it has one value for each token. */
export const matrixFigure = v.strictObject({
  kind: v.literal('matrix'),
  ...common,
  run: v.string(),
  tensor: v.optional(v.string(), 'embedding'),
  step: v.optional(v.nullable(v.number()), null),
  /** Values that the colours span, for figures that are to be compared; null: those of the snapshot. */
  range: v.optional(v.nullable(v.strictObject({ minimum: v.number(), maximum: v.number() })), null)
})

const place = v.number()

/** A result and its range over seeds. A null `y` says that the value was never reached: it is marked at the panel's upper edge. */
const pointSchema = v.strictObject({
  x: place, y: v.nullable(v.number()), low: v.optional(v.nullable(v.number()), null), high: v.optional(v.nullable(v.number()), null)
})

/**
 * Results over a parameter, or over named cases, in which case `x` is the place of the name in `categories`. The numbers are in the spec:
 * such a figure sums up runs and needs none of them.
 */
export const pointsFigure = v.strictObject({
  kind: v.literal('points'),
  ...common,
  panels: v.pipe(v.array(v.strictObject({
    title: text, xTitle: text, yTitle: text, xScale: scale, yScale: scale,
    categories: v.optional(v.nullable(names), null),
    groups: v.pipe(v.array(v.strictObject({
      name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)), line: v.optional(v.boolean(), true),
      points: v.pipe(v.array(pointSchema), v.maxLength(10_000))
    })), v.minLength(1), v.maxLength(50))
  })), v.minLength(1), v.maxLength(24))
})

/** What a figure shows, independent of where it is drawn. `runs` and `run` hold ids, id prefixes or names. */
export const figureSpecSchema = v.variant('kind', [curvesFigure, projectionFigure, spectrumFigure, matrixFigure, pointsFigure])
export type FigureSpec = v.InferOutput<typeof figureSpecSchema>
export type FigureSpecInput = v.InferInput<typeof figureSpecSchema>
export type CurvesFigure = v.InferOutput<typeof curvesFigure>
export type ProjectionFigure = v.InferOutput<typeof projectionFigure>
export type SpectrumFigure = v.InferOutput<typeof spectrumFigure>
export type MatrixFigure = v.InferOutput<typeof matrixFigure>
export type PointsFigure = v.InferOutput<typeof pointsFigure>
