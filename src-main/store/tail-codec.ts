import type { Points } from './chunk-codec.ts'
import { bytesOf } from './hash.ts'

/** Points of one series in a batch, by the number of the series. */
export interface TailEntry extends Points { series: number }

const headerBytes = 8

/** A batch as one blob: for each series its number and count (uint32), then steps and values (float64). */
export function encodeTail(entries: readonly TailEntry[]): Uint8Array {
  const total = entries.reduce((sum, entry) => sum + headerBytes + entry.steps.byteLength + entry.values.byteLength, 0)
  const bytes = new Uint8Array(total)
  const view = new DataView(bytes.buffer)
  let offset = 0
  for (const { series, steps, values } of entries) {
    view.setUint32(offset, series, true)
    view.setUint32(offset + 4, steps.length, true)
    offset += headerBytes
    bytes.set(bytesOf(steps), offset)
    offset += steps.byteLength
    bytes.set(bytesOf(values), offset)
    offset += values.byteLength
  }
  return bytes
}

/** What `encodeTail` packed; only the series asked for, where one is. Throws `RangeError` for bytes that end too early. */
export function decodeTail(blob: Uint8Array, series?: number): TailEntry[] {
  const bytes = blob.byteOffset % 8 === 0 ? blob : blob.slice()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries: TailEntry[] = []
  for (let offset = 0; offset < bytes.byteLength;) {
    const number = view.getUint32(offset, true)
    const count = view.getUint32(offset + 4, true)
    const start = bytes.byteOffset + offset + headerBytes
    offset += headerBytes + 16 * count
    if (offset > bytes.byteLength) throw new RangeError('a batch of points ends too early')
    if (series !== undefined && series !== number) continue
    const steps = new Float64Array(bytes.buffer, start, count)
    entries.push({ series: number, steps, values: new Float64Array(bytes.buffer, start + 8 * count, count) })
  }
  return entries
}

/** Points of several pieces, one after the other. */
export function concatenate(pieces: readonly Points[]): Points {
  if (pieces.length === 1) return pieces[0]
  const count = pieces.reduce((sum, piece) => sum + piece.steps.length, 0)
  const steps = new Float64Array(count)
  const values = new Float64Array(count)
  let offset = 0
  for (const piece of pieces) {
    steps.set(piece.steps, offset)
    values.set(piece.values, offset)
    offset += piece.steps.length
  }
  return { steps, values }
}

/** The points with `from` ≤ step ≤ `to`, as views. */
export function clip({ steps, values }: Points, from: number, to: number): Points {
  if (steps.length === 0 || (steps[0] >= from && steps[steps.length - 1] <= to)) return { steps, values }
  const start = firstAtLeast(steps, from)
  const end = firstAbove(steps, to)
  return { steps: steps.subarray(start, end), values: values.subarray(start, end) }
}

function firstAtLeast(steps: Float64Array, bound: number): number {
  return bisect(steps.length, (index) => steps[index] >= bound)
}

function firstAbove(steps: Float64Array, bound: number): number {
  return bisect(steps.length, (index) => steps[index] > bound)
}

function bisect(length: number, isBeyond: (index: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBeyond(middle)) high = middle
    else low = middle + 1
  }
  return low
}
