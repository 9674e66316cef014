import { describe, expect, it } from 'vitest'
import { circleStride, frequencyPlane, onPlane, planeFrames, spreadOnPlane, strongestFrequency } from '../../../shared/numerics/frequency-plane.ts'

const residues = 31
const columns = 6

/** Tokens that go round two circles, at frequency 5 with radius 2 and at frequency 11 with radius 1, away from the origin. */
const embedding = Float32Array.from({ length: (residues + 1) * columns }, (_, index) => {
  const token = Math.floor(index / columns)
  const angle = (frequency: number) => (2 * Math.PI * frequency * token) / residues
  return [2 * Math.cos(angle(5)), Math.cos(angle(11)), 2 * Math.sin(angle(5)), 7, Math.sin(angle(11)), 0][index % columns]
})

describe('the plane of a frequency', () => {
  it('shows the residues on a circle of their own radius, around the origin, without further tokens', () => {
    for (const [frequency, radius] of [[5, 2], [11, 1]] as const) {
      const points = onPlane(embedding, columns, residues, frequencyPlane(embedding, columns, residues, frequency))
      expect(points).toHaveLength(residues * 3)
      for (let token = 0; token < residues; token++) expect(Math.hypot(points[token * 3], points[token * 3 + 1])).toBeCloseTo(radius, 4)
    }
  })

  it('tells the share of the variance along its directions', () => {
    const points = onPlane(embedding, columns, residues, frequencyPlane(embedding, columns, residues, 5))
    const [first, second] = spreadOnPlane(points, embedding, columns)
    expect(first).toBeCloseTo(0.4, 5)
    expect(second).toBeCloseTo(0.4, 5)
  })

  it('has the next token on the circle at the inverse of the frequency', () => {
    const stride = circleStride(5, residues) ?? 0
    const points = onPlane(embedding, columns, residues, frequencyPlane(embedding, columns, residues, 5))
    const step = Math.hypot(points[stride * 3] - points[0], points[stride * 3 + 1] - points[1])
    expect((5 * stride) % residues).toBe(1)
    expect(step).toBeCloseTo(4 * Math.sin(Math.PI / residues), 4)
    expect(circleStride(6, 12)).toBeNull()
  })
})

describe('all frames on the plane of a frequency', () => {
  const frame = (data: Float32Array) => ({ data, rows: residues, columns })
  const half = embedding.map((value) => value / 2 + 3)

  it('are [frames, tokens, 2] on the plane of the last, each around its own mean', () => {
    const coordinates = planeFrames([frame(half), frame(embedding)], 5)
    expect(coordinates).toHaveLength(2 * residues * 2)
    const plane = frequencyPlane(embedding, columns, residues, 5)
    for (const [place, data, radius] of [[0, half, 1], [1, embedding, 2]] as const) {
      const points = onPlane(data, columns, residues, plane)
      for (let token = 0; token < residues; token++) {
        const at = (place * residues + token) * 2
        expect([...coordinates.subarray(at, at + 2)]).toEqual([...points.subarray(token * 3, token * 3 + 2)])
        expect(Math.hypot(coordinates[at], coordinates[at + 1])).toBeCloseTo(radius, 4)
      }
    }
  })

  it('show no circle before there is one: other frequencies lie in other directions', () => {
    const turned = embedding.map((_, index) => embedding[index - (index % columns) + ((index + 1) % columns)])
    const [early] = [planeFrames([frame(turned), frame(embedding)], 5).subarray(0, residues * 2)]
    const radii = Array.from({ length: residues }, (_, token) => Math.hypot(early[token * 2], early[token * 2 + 1]))
    expect(Math.max(...radii) - Math.min(...radii)).toBeGreaterThan(0.5)
  })

  it('are none without a frame', () => {
    expect(planeFrames([], 1)).toHaveLength(0)
  })
})

describe('the strongest frequency', () => {
  it('is the largest of few key frequencies, and none where there are many', () => {
    expect(strongestFrequency([0, 3, 9, 1], [1, 2])).toBe(2)
    expect(strongestFrequency([0, 3, 9, 1], [])).toBeNull()
    expect(strongestFrequency(Array.from({ length: 20 }, () => 1), Array.from({ length: 19 }, (_, index) => index + 1))).toBeNull()
  })
})
