import type { Projection, Spectrum } from '../../../shared/rpc.ts'

/** Index of the last snapshot that is not after `step`; the first where all are; the last for null. −1 where there is none. */
export function frameAt(steps: ArrayLike<number>, step: number | null): number {
  if (step === null) return steps.length - 1
  let index = 0
  while (index + 1 < steps.length && steps[index + 1] <= step) index++
  return steps.length === 0 ? -1 : index
}

/** [tokens, components] of one snapshot, as a view on the projection. */
export function coordinatesOf(projection: Projection, frame: number): Float32Array {
  const size = projection.tokens * projection.components
  return projection.coordinates.subarray(frame * size, (frame + 1) * size)
}

export function explainedOf(projection: Projection, frame: number): number[] {
  return [...projection.explained.subarray(frame * projection.components, (frame + 1) * projection.components)]
}

export function normsOf(spectrum: Spectrum, frame: number): Float32Array {
  return spectrum.norms.subarray(frame * spectrum.frequencies, (frame + 1) * spectrum.frequencies)
}

/** Share of the squared norm at all k ≥ 1 that one frequency holds; 0 where there is none. */
export function shareOf(norms: ArrayLike<number>, frequency: number): number {
  let energy = 0
  for (let k = 1; k < norms.length; k++) energy += norms[k] ** 2
  return energy > 0 ? norms[frequency] ** 2 / energy : 0
}

/** Largest distance of any token from the origin in what is given: the same scale for every snapshot, or for one. */
export function reachOf(coordinates: Float32Array, components: number): number {
  let most = 0
  for (let offset = 0; offset < coordinates.length; offset += components) {
    let square = 0
    for (let component = 0; component < components; component++) square += coordinates[offset + component] ** 2
    most = Math.max(most, square)
  }
  return Math.sqrt(most) || 1
}

/** Share of the tokens of every snapshot that a scale for all of them makes room for. */
const roomShare = 0.9

/**
 * Half-width of a scale that all snapshots share: every token of the last one fits, and nine in ten of any other. For all of them a single
 * token that strays on the way would leave the finished shape small. `coordinates` is [snapshots, tokens, components].
 */
export function sharedReach(coordinates: Float32Array, components: number, tokens: number): number {
  const size = tokens * components
  if (size === 0 || coordinates.length < size) return 1
  let reach = reachOf(coordinates.subarray(coordinates.length - size), components)
  for (let from = 0; from < coordinates.length; from += size) {
    const radius = (token: number) => reachOf(coordinates.subarray(from + token * components, from + (token + 1) * components), components)
    const radii = Float64Array.from({ length: tokens }, (_, token) => radius(token)).sort()
    reach = Math.max(reach, radii[Math.ceil(roomShare * tokens) - 1])
  }
  return reach
}

/** Number of tokens, of points [x, y, depth], that lie outside of what the axes show. */
export function countOutside(points: Float32Array, axes: { x: readonly [number, number]; y: readonly [number, number] }): number {
  const isOutside = (value: number, [from, to]: readonly [number, number]) => value < from || value > to
  let outside = 0
  for (let offset = 0; offset < points.length; offset += 3) if (isOutside(points[offset], axes.x) || isOutside(points[offset + 1], axes.y)) outside++
  return outside
}

/** Directions of sight for the view in three dimensions, in radians. */
export interface Turn { yaw: number; pitch: number }

/** Points [x, y, depth] as seen from a direction, without perspective; depth grows towards the eye. */
export function turned(coordinates: Float32Array, components: number, { yaw, pitch }: Turn): Float32Array {
  const seen = new Float32Array((coordinates.length / components) * 3)
  const [cosYaw, sinYaw, cosPitch, sinPitch] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)]
  for (let from = 0, to = 0; from < coordinates.length; from += components, to += 3) {
    const x = coordinates[from]
    const y = coordinates[from + 1]
    const z = components > 2 ? coordinates[from + 2] : 0
    const side = x * cosYaw + z * sinYaw
    const away = z * cosYaw - x * sinYaw
    seen[to] = side
    seen[to + 1] = y * cosPitch - away * sinPitch
    seen[to + 2] = y * sinPitch + away * cosPitch
  }
  return seen
}

/** Points [x, y, 0] on two of the components. */
export function onComponents(coordinates: Float32Array, components: number, [horizontal, vertical]: readonly [number, number]): Float32Array {
  const seen = new Float32Array((coordinates.length / components) * 3)
  for (let from = 0, to = 0; from < coordinates.length; from += components, to += 3) {
    seen[to] = coordinates[from + horizontal]
    seen[to + 1] = coordinates[from + vertical]
  }
  return seen
}

/** The token nearest to a place, no further than `reach`; null where none is. All in the units of `points` [x, y, depth]. */
export function tokenNear(points: Float32Array, x: number, y: number, reach: number): number | null {
  let nearest: number | null = null
  let least = reach ** 2
  for (let offset = 0; offset < points.length; offset += 3) {
    const square = (points[offset] - x) ** 2 + (points[offset + 1] - y) ** 2
    if (square <= least) { least = square; nearest = offset / 3 }
  }
  return nearest
}

export interface Neighbour { token: number; distance: number }

/** The nearest rows of a [rows, columns] matrix to one of them, by Euclidean distance over all columns. */
export function nearestRows(data: Float32Array, columns: number, token: number, count: number): Neighbour[] {
  const rows = Math.floor(data.length / columns)
  const distances: Neighbour[] = []
  for (let row = 0; row < rows; row++) {
    if (row === token) continue
    let square = 0
    for (let column = 0; column < columns; column++) square += (data[row * columns + column] - data[token * columns + column]) ** 2
    distances.push({ token: row, distance: Math.sqrt(square) })
  }
  return distances.sort((a, b) => a.distance - b.distance).slice(0, count)
}

/** Tokens in the order of a line that goes from i to i + stride modulo the number of residues, closed where it comes round. */
export function pathOrder(residues: number, stride: number): number[][] {
  const seen = new Set<number>()
  const paths: number[][] = []
  for (let start = 0; start < residues; start++) {
    if (seen.has(start)) continue
    const path: number[] = []
    for (let token = start; !seen.has(token); token = (token + stride) % residues) { seen.add(token); path.push(token) }
    paths.push([...path, start])
  }
  return paths
}
