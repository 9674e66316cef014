import { describe, expect, it } from 'vitest'
import { explainedShares, fitPca, projectPca, type Frame } from '../../../shared/numerics/pca.ts'
import { projectFrames } from '../../../shared/numerics/projection.ts'
import { distance, fixtures } from './fixtures.ts'

const frame = (data: ArrayLike<number>, rows: number, columns: number): Frame => ({ data: Float32Array.from(data), rows, columns })

/** A circle of `p` tokens in the plane of two given columns, turned by `turns`. */
function circleFrame(p: number, columns: number, turns = 0): Frame {
  const data = new Float32Array(p * columns)
  for (let x = 0; x < p; x++) {
    data[x * columns + 1] = Math.cos(2 * Math.PI * (x / p + turns))
    data[x * columns + 4] = Math.sin(2 * Math.PI * (x / p + turns))
  }
  return { data, rows: p, columns }
}

describe('principal components', () => {
  it.each(fixtures.pca)('agree with the SVD by NumPy: $frames.length of $rows × $columns', ({ frames, rows, columns, ...expected }) => {
    const parts = frames.map((data) => frame(data, rows, columns))
    const fit = fitPca(parts, expected.components)
    expect(distance(fit.mean, expected.mean)).toBeLessThan(1e-12)
    expect(distance(fit.axes, expected.axes)).toBeLessThan(1e-10)
    expect(distance(fit.variances, expected.variances)).toBeLessThan(1e-10)
    expect(fit.totalVariance).toBeCloseTo(expected.totalVariance, 10)
    expect(distance(projectPca(parts[0], fit), expected.coordinates)).toBeLessThan(1e-9)
  })

  it('of a circle are two, of half of the variance each', () => {
    const circle = circleFrame(31, 6)
    const fit = fitPca([circle], 3)
    const coordinates = projectPca(circle, fit)
    const shares = explainedShares(circle, coordinates, 3)
    expect([...shares]).toEqual([expect.closeTo(0.5, 6), expect.closeTo(0.5, 6), 0])
    for (let x = 0; x < 31; x++) expect(Math.hypot(coordinates[3 * x], coordinates[3 * x + 1])).toBeCloseTo(1, 6)
  })

  it('do not depend on where the points lie', () => {
    const { frames, rows, columns } = fixtures.pca[1]
    const moved = fitPca([frame(frames[0].map((value) => value + 64), rows, columns)], 3)
    expect(distance(moved.variances, fixtures.pca[1].variances)).toBeLessThan(1e-4)
  })

  it('have their largest loading positive', () => {
    const { axes, columns, components } = fitPca([frame(fixtures.pca[0].frames[0].map((value) => -value), 5, 12)], 3)
    for (let i = 0; i < components; i++) {
      const axis = [...axes.slice(i * columns, (i + 1) * columns)]
      const largest = Math.max(...axis.map(Math.abs))
      expect(axis).toContain(largest)
    }
  })

  it('beyond the rank are zeros, not noise', () => {
    const line = frame([0, 0, 0, 1, 2, 3, 2, 4, 6, 3, 6, 9], 4, 3)
    const fit = fitPca([line], 3)
    expect([...fit.variances]).toEqual([expect.closeTo(fit.totalVariance, 9), 0, 0])
    expect([...fit.axes.slice(3)]).toEqual([0, 0, 0, 0, 0, 0])
    expect([...explainedShares(line, projectPca(line, fit), 3)]).toEqual([expect.closeTo(1, 9), 0, 0])
  })

  it('of points that are all alike, or of one, hold nothing', () => {
    for (const rows of [1, 4]) {
      const same = frame(new Float32Array(rows * 3).fill(2.5), rows, 3)
      const fit = fitPca([same], 2)
      expect(fit.totalVariance).toBe(0)
      expect([...projectPca(same, fit), ...explainedShares(same, projectPca(same, fit), 2)].every((value) => value === 0)).toBe(true)
    }
  })

  it('can be more than there are dimensions', () => {
    const fit = fitPca([frame([1, 2, 3, 5], 4, 1)], 3)
    expect([...fit.variances]).toEqual([expect.closeTo(fit.totalVariance, 9), 0, 0])
  })

  it('refuse what cannot be fitted', () => {
    expect(() => fitPca([], 2)).toThrow(RangeError)
    expect(() => fitPca([frame([1, 2], 1, 2), frame([1, 2, 3], 1, 3)], 2)).toThrow('snapshots of 2 columns')
    expect(() => fitPca([frame([1, NaN, 3, 4], 2, 2)], 2)).toThrow('finite')
  })
})

describe('projections of snapshots', () => {
  const frames = [0, 0.01, 0.02, 0.03].map((turns) => circleFrame(23, 5, turns))

  it('fitted on each are honest: the shares of a frame are of its own variance and add up to at most 1', () => {
    const { explained } = projectFrames(frames, 'each', 3)
    for (let i = 0; i < frames.length; i++) {
      expect(explained[3 * i]).toBeCloseTo(0.5, 6)
      expect(explained[3 * i] + explained[3 * i + 1] + explained[3 * i + 2]).toBeCloseTo(1, 6)
    }
  })

  it('fitted on each follow from frame to frame without a jump', () => {
    const { coordinates } = projectFrames(frames, 'each', 3)
    for (let i = 1; i < frames.length; i++) {
      expect(distance(coordinates.slice(69 * i, 69 * (i + 1)), coordinates.slice(69 * (i - 1), 69 * i))).toBeLessThan(0.08)
    }
  })

  it('fitted on the last or on all put every frame on the same axes', () => {
    for (const fit of ['last', 'all'] as const) {
      const { coordinates } = projectFrames(frames, fit, 2)
      const axes = fitPca(fit === 'all' ? frames : [frames[3]], 2)
      frames.forEach((one, i) => {
        expect(distance(coordinates.slice(46 * i, 46 * (i + 1)), Float32Array.from(projectPca(one, axes)))).toBe(0)
      })
    }
  })

  it('of nothing are nothing', () => {
    expect(projectFrames([], 'all', 3)).toEqual({ coordinates: new Float32Array(0), explained: new Float32Array(0) })
  })
})
