import type { Frame } from './pca.ts'

/** Two orthonormal directions of embedding space, between which the tokens go round a circle so many times. */
export interface FrequencyPlane { frequency: number; first: Float32Array; second: Float32Array }

/** Key frequencies of a spectrum worth a circle of their own are few; before a network groks nearly all pass the rule. */
const mostCircles = 8

/** The strongest of the key frequencies; null where there are none, or too many to mean anything. */
export function strongestFrequency(norms: ArrayLike<number>, keys: readonly number[]): number | null {
  if (keys.length === 0 || keys.length > mostCircles) return null
  return keys.reduce((best, key) => (norms[key] > norms[best] ? key : best))
}

/** The plane that the Fourier components cos(2πki/p) and sin(2πki/p) of a [tokens, columns] matrix span, over its first `residues` rows. */
export function frequencyPlane(data: Float32Array, columns: number, residues: number, frequency: number): FrequencyPlane {
  const first = new Float32Array(columns)
  const second = new Float32Array(columns)
  for (let token = 0; token < residues; token++) {
    const angle = (2 * Math.PI * ((frequency * token) % residues)) / residues
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)]
    for (let column = 0; column < columns; column++) {
      first[column] += data[token * columns + column] * cosine
      second[column] += data[token * columns + column] * sine
    }
  }
  normalize(first)
  const along = dot(first, second, 0)
  for (let column = 0; column < columns; column++) second[column] -= along * first[column]
  normalize(second)
  return { frequency, first, second }
}

/** Points [x, y, 0] of the first `residues` rows on such a plane, around their mean. */
export function onPlane(data: Float32Array, columns: number, residues: number, plane: FrequencyPlane): Float32Array {
  const points = new Float32Array(residues * 3)
  let [meanX, meanY] = [0, 0]
  for (let token = 0; token < residues; token++) {
    points[token * 3] = dot(plane.first, data, token * columns)
    points[token * 3 + 1] = dot(plane.second, data, token * columns)
    meanX += points[token * 3] / residues
    meanY += points[token * 3 + 1] / residues
  }
  for (let offset = 0; offset < points.length; offset += 3) { points[offset] -= meanX; points[offset + 1] -= meanY }
  return points
}

/**
 * Coordinates [frames, residues, 2] of every frame on the plane that a frequency spans in the last one: a circle is seen to form, not
 * fitted to noise.
 */
export function planeFrames(frames: readonly Frame[], frequency: number): Float32Array {
  const last = frames.at(-1)
  if (last === undefined) return new Float32Array(0)
  const { rows: residues, columns } = last
  const plane = frequencyPlane(last.data, columns, residues, frequency)
  const coordinates = new Float32Array(frames.length * residues * 2)
  frames.forEach(({ data }, frame) => {
    const points = onPlane(data, columns, residues, plane)
    for (let token = 0; token < residues; token++) coordinates.set(points.subarray(token * 3, token * 3 + 2), (frame * residues + token) * 2)
  })
  return coordinates
}

/** Shares [first, second, 0] of the variance of the points' rows, over all columns, that lie along a plane's directions. */
export function spreadOnPlane(points: Float32Array, data: Float32Array, columns: number): [number, number, number] {
  const rows = points.length / 3
  let total = 0
  for (let column = 0; column < columns; column++) {
    let [sum, squares] = [0, 0]
    for (let row = 0; row < rows; row++) { sum += data[row * columns + column]; squares += data[row * columns + column] ** 2 }
    total += squares - (sum * sum) / rows
  }
  let [first, second] = [0, 0]
  for (let offset = 0; offset < points.length; offset += 3) { first += points[offset] ** 2; second += points[offset + 1] ** 2 }
  return total > 0 ? [first / total, second / total, 0] : [0, 0, 0]
}

/** The names of a plane's axes. */
export function planeAxes(frequency: number, residues: number): [string, string] {
  return [`along cos(2π · ${frequency} i / ${residues})`, `along sin(2π · ${frequency} i / ${residues})`]
}

/** The stride s with k·s ≡ 1 (mod p): tokens i and i + s are neighbours on the circle of frequency k. Null where k has no inverse. */
export function circleStride(frequency: number, residues: number): number | null {
  for (let stride = 1; stride < residues; stride++) if ((frequency * stride) % residues === 1) return stride
  return null
}

function dot(direction: Float32Array, data: Float32Array, from: number): number {
  let sum = 0
  for (let column = 0; column < direction.length; column++) sum += direction[column] * data[from + column]
  return sum
}

function normalize(direction: Float32Array): void {
  const length = Math.sqrt(dot(direction, direction, 0)) || 1
  for (let column = 0; column < direction.length; column++) direction[column] /= length
}
