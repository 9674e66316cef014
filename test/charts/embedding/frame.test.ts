import { describe, expect, it } from 'vitest'
import { frameAt, nearestRows, onComponents, pathOrder, reachOf, shareOf, tokenNear, turned } from '../../../src-renderer/charts/embedding/frame.ts'

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
