import { describe, expect, it } from 'vitest'
import { countOutside, frameAt, nearestRows, onComponents, pathOrder, reachOf, shareOf, sharedReach, tokenNear, turned } from '../../../src-renderer/charts/embedding/frame.ts'

describe('the snapshot that is shown', () => {
  const steps = Float64Array.of(0, 10, 100)
  it('is the last that is not after the cursor', () => {
    expect([0, 9, 10, 99, 100, 5000].map((step) => frameAt(steps, step))).toEqual([0, 0, 1, 1, 2, 2])
  })
  it('is the last of all without a cursor, and the first before them', () => {
    expect(frameAt(steps, null)).toBe(2)
    expect(frameAt(Float64Array.of(5), 1)).toBe(0)
    expect(frameAt(new Float64Array(0), 3)).toBe(-1)
  })
})

describe('a projection', () => {
  const points = Float32Array.of(1, 2, 3, -4, 0, 2)
  it('is seen on two of its components', () => {
    expect([...onComponents(points, 3, [0, 2])]).toEqual([1, 3, 0, -4, 2, 0])
  })
  it('is turned without changing distances', () => {
    const seen = turned(points, 3, { yaw: 0.7, pitch: -0.4 })
    const norm = (data: Float32Array, token: number) => Math.hypot(...data.subarray(token * 3, token * 3 + 3))
    for (const token of [0, 1]) expect(norm(seen, token)).toBeCloseTo(norm(points, token), 5)
    expect([...turned(points, 3, { yaw: 0, pitch: 0 })]).toEqual([...points])
    expect([...turned(Float32Array.of(0, 0, 1), 3, { yaw: Math.PI / 2, pitch: 0 })].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([1, 0, 0])
  })
  it('reaches as far as its farthest token', () => {
    expect(reachOf(points, 3)).toBeCloseTo(Math.sqrt(20), 6)
    expect(reachOf(new Float32Array(0), 3)).toBe(1)
  })
  it('shares a scale over its snapshots that the last one fits, and nine in ten tokens of the others', () => {
    const tokens = 20
    const ring = (radius: number) => Array.from({ length: tokens }, (_, token) => [radius * Math.cos(token), radius * Math.sin(token)]).flat()
    const strayed = ring(1).map((value, index) => (index < 2 ? 30 * value : value))
    const frames = (...snapshots: number[][]) => Float32Array.from(snapshots.flat())
    expect(sharedReach(frames(ring(0.5), strayed, ring(0.8)), 2, tokens)).toBeCloseTo(1, 6)
    expect(sharedReach(frames(ring(0.5), strayed), 2, tokens)).toBeCloseTo(30, 5)
    expect(sharedReach(frames(ring(2), ring(0.5)), 2, tokens)).toBeCloseTo(2, 6)
    expect(sharedReach(new Float32Array(0), 2, 0)).toBe(1)
  })
  it('counts the tokens that the axes leave out of sight', () => {
    expect(countOutside(points, { x: [-1, 1], y: [-5, 5] })).toBe(1)
    expect(countOutside(points, { x: [-4, 4], y: [-5, 5] })).toBe(0)
    expect(countOutside(points, { x: [-3, 3], y: [-1, 1] })).toBe(2)
  })
  it('finds the token under the pointer, if any is near', () => {
    const seen = onComponents(points, 3, [0, 1])
    expect(tokenNear(seen, 1.1, 2, 0.5)).toBe(0)
    expect(tokenNear(seen, -4, 0.4, 0.5)).toBe(1)
    expect(tokenNear(seen, 9, 9, 0.5)).toBeNull()
  })
})

describe('a frequency', () => {
  it('holds a share of the squared norm, of which the constant is no part', () => {
    expect(shareOf([100, 3, 4], 2)).toBeCloseTo(0.64, 10)
    expect(shareOf([100, 0, 0], 1)).toBe(0)
  })
})

describe('neighbours', () => {
  it('are the nearest rows of the whole matrix, by Euclidean distance', () => {
    const data = Float32Array.of(0, 0, 3, 4, 1, 0, 0, -2)
    expect(nearestRows(data, 2, 0, 2)).toEqual([{ token: 2, distance: 1 }, { token: 3, distance: 2 }])
  })
})

describe('lines between tokens', () => {
  it('go round all residues where the stride has no common factor with them', () => {
    expect(pathOrder(5, 1)).toEqual([[0, 1, 2, 3, 4, 0]])
    expect(pathOrder(5, 2)).toEqual([[0, 2, 4, 1, 3, 0]])
  })
  it('make several rounds where it has', () => {
    expect(pathOrder(6, 3)).toEqual([[0, 3, 0], [1, 4, 1], [2, 5, 2]])
  })
})
