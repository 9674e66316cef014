import { crc32 } from 'node:zlib'
import { asFloat64, bytesOf } from './hash.ts'

/** Points of one series, `steps` ascending. */
export interface Points { steps: Float64Array; values: Float64Array }

/** What a view can know of a chunk without unpacking it. Extrema are of finite values, null where there is none. */
export interface ChunkSummary {
  count: number
  firstStep: number
  lastStep: number
  minimum: number | null
  minimumStep: number | null
  maximum: number | null
  maximumStep: number | null
}

/** Steps as packed by `encoding`; values are plain little-endian float64, so that NaN and infinities survive. */
export interface PackedPoints {
  encoding: number
  steps: Uint8Array
  values: Uint8Array
}

export interface EncodedChunk extends ChunkSummary, PackedPoints { hash: number }

/** How steps are packed: as they are, by their constant distance, or as distances of 8, 16 or 32 bits. */
const encodings = { plain: 0, stride: 1, delta8: 2, delta16: 3, delta32: 4 } as const

const deltaArrays = new Map<number, (length: number) => Uint8Array | Uint16Array | Uint32Array>([
  [encodings.delta8, (length) => new Uint8Array(length)],
  [encodings.delta16, (length) => new Uint16Array(length)],
  [encodings.delta32, (length) => new Uint32Array(length)]
])

function deltaEncoding(largest: number): number {
  if (largest < 2 ** 8) return encodings.delta8
  if (largest < 2 ** 16) return encodings.delta16
  return largest < 2 ** 32 ? encodings.delta32 : encodings.plain
}

function chooseEncoding(steps: Float64Array): number {
  const stride = steps.length > 1 ? steps[1] - steps[0] : 1
  let regular = true
  let largest = 0
  for (let index = 0; index < steps.length; index++) {
    if (!Number.isSafeInteger(steps[index])) return encodings.plain
    if (index === 0) continue
    const delta = steps[index] - steps[index - 1]
    if (delta !== stride) regular = false
    if (delta > largest) largest = delta
  }
  return regular ? encodings.stride : deltaEncoding(largest)
}

function packSteps(steps: Float64Array, encoding: number): Uint8Array {
  if (encoding === encodings.plain) return bytesOf(steps)
  if (encoding === encodings.stride) return bytesOf(Float64Array.of(steps.length > 1 ? steps[1] - steps[0] : 1))
  const deltas = deltaArrays.get(encoding)?.(steps.length - 1)
  if (deltas === undefined) throw new RangeError(`unknown encoding of steps ${encoding}`)
  for (let index = 1; index < steps.length; index++) deltas[index - 1] = steps[index] - steps[index - 1]
  return bytesOf(deltas)
}

function unpackSteps(packed: Uint8Array, encoding: number, { count, firstStep }: Pick<ChunkSummary, 'count' | 'firstStep'>): Float64Array {
  if (encoding === encodings.plain) return asFloat64(packed)
  const steps = new Float64Array(count)
  if (encoding === encodings.stride) {
    const stride = asFloat64(packed)[0]
    for (let index = 0; index < count; index++) steps[index] = firstStep + index * stride
    return steps
  }
  const deltas = deltaArrays.get(encoding)?.(count - 1)
  if (deltas === undefined || deltas.byteLength !== packed.byteLength) throw new RangeError(`packed steps do not fit their encoding ${encoding}`)
  bytesOf(deltas).set(packed)
  steps[0] = firstStep
  for (let index = 1; index < count; index++) steps[index] = steps[index - 1] + deltas[index - 1]
  return steps
}

/** The smallest and largest finite value with their steps. */
export function summarize({ steps, values }: Points): ChunkSummary {
  let low = Infinity
  let high = -Infinity
  let lowAt = -1
  let highAt = -1
  for (let index = 0; index < values.length; index++) {
    const value = values[index]
    if (value < low && value !== -Infinity) { low = value; lowAt = index }
    if (value > high && value !== Infinity) { high = value; highAt = index }
  }
  const isFinite = lowAt >= 0
  return {
    count: steps.length,
    firstStep: steps[0],
    lastStep: steps[steps.length - 1],
    minimum: isFinite ? low : null,
    minimumStep: isFinite ? steps[lowAt] : null,
    maximum: isFinite ? high : null,
    maximumStep: isFinite ? steps[highAt] : null
  }
}

/** CRC-32 over packed steps, then values. */
export function hashPoints({ steps, values }: Pick<PackedPoints, 'steps' | 'values'>): number {
  return crc32(values, crc32(steps))
}

/** Packs at least one point without loss. */
export function encodeChunk(points: Points): EncodedChunk {
  const encoding = chooseEncoding(points.steps)
  const packed = { encoding, steps: packSteps(points.steps, encoding), values: bytesOf(points.values) }
  return { ...summarize(points), ...packed, hash: hashPoints(packed) }
}

/** The points of a chunk, bit for bit as they were given. Throws `RangeError` where the parts do not fit together. */
export function decodeChunk(chunk: PackedPoints & Pick<ChunkSummary, 'count' | 'firstStep'>): Points {
  const steps = unpackSteps(chunk.steps, chunk.encoding, chunk)
  const values = asFloat64(chunk.values)
  if (steps.length !== chunk.count || values.length !== chunk.count) throw new RangeError('a chunk has another number of points than it says')
  return { steps, values }
}
