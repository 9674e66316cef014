export type ScaleKind = 'linear' | 'logarithmic'
/** A closed interval in data units. */
export interface Range { from: number; to: number }
/** One axis as it is drawn: data range, kind of scale and length on screen. */
export interface Axis { kind: ScaleKind; range: Range; pixels: number }

const forward = (kind: ScaleKind, value: number) => (kind === 'logarithmic' ? Math.log10(value) : value)
const backward = (kind: ScaleKind, value: number) => (kind === 'logarithmic' ? 10 ** value : value)

/** Share of the axis, 0 … 1, at which a value lies; NaN for what a log axis cannot show. */
export function shareOf(axis: Pick<Axis, 'kind' | 'range'>, value: number): number {
  const from = forward(axis.kind, axis.range.from)
  return (forward(axis.kind, value) - from) / (forward(axis.kind, axis.range.to) - from)
}

/** The value at a share of the axis. */
export function valueAtShare(axis: Pick<Axis, 'kind' | 'range'>, share: number): number {
  const from = forward(axis.kind, axis.range.from)
  return backward(axis.kind, from + share * (forward(axis.kind, axis.range.to) - from))
}

export function toPixel(axis: Axis, value: number): number {
  return shareOf(axis, value) * axis.pixels
}

export function toValue(axis: Axis, pixel: number): number {
  return valueAtShare(axis, pixel / axis.pixels)
}

/** The range after zooming by `factor` (below 1: closer) around the value at `share`, kept inside `limits`. */
export function zoomRange(axis: Pick<Axis, 'kind' | 'range'>, share: number, factor: number, limits: Range): Range {
  const from = valueAtShare(axis, share - share * factor)
  const to = valueAtShare(axis, share + (1 - share) * factor)
  return clampRange({ from, to }, limits)
}

/** The range moved by a share of itself; stops at the limits without changing its width on screen. */
export function panRange(axis: Pick<Axis, 'kind' | 'range'>, share: number, limits: Range): Range {
  const low = shareOf(axis, limits.from)
  const high = shareOf(axis, limits.to)
  const moved = Math.min(Math.max(share, low), high - 1)
  return { from: valueAtShare(axis, moved), to: valueAtShare(axis, 1 + moved) }
}

function clampRange(range: Range, limits: Range): Range {
  return { from: Math.max(range.from, limits.from), to: Math.min(range.to, limits.to) }
}

/** A range that a scale can draw: not empty, finite, positive on a log axis. */
export function drawableRange(kind: ScaleKind, range: Range): Range {
  const isUsable = Number.isFinite(range.from) && Number.isFinite(range.to) && range.from <= range.to
  if (!isUsable || (kind === 'logarithmic' && range.from <= 0)) return kind === 'logarithmic' ? { from: 1, to: 10 } : { from: 0, to: 1 }
  if (range.from < range.to) return range
  const half = kind === 'logarithmic' ? 0 : Math.max(Math.abs(range.from) * 0.1, 0.5)
  return kind === 'logarithmic' ? { from: range.from / 2, to: range.to * 2 } : { from: range.from - half, to: range.to + half }
}

/** The range widened at both ends by a share of its length on the scale. */
export function padRange(kind: ScaleKind, range: Range, share: number): Range {
  const axis = { kind, range }
  return { from: valueAtShare(axis, -share), to: valueAtShare(axis, 1 + share) }
}

/** The visible range and half of it again on both sides, on its scale: what is read, so that panning finds detail at once. */
export function rangeToRead(kind: ScaleKind, range: Range, limits: Range): Range {
  return clampRange(padRange(kind, range, 0.5), limits)
}

/** The smallest range that holds both. */
export function unionRange(first: Range | null, second: Range | null): Range | null {
  if (!first || !second) return first ?? second
  return { from: Math.min(first.from, second.from), to: Math.max(first.to, second.to) }
}
