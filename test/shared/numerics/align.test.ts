import { describe, expect, it } from 'vitest'
import { alignCoordinates } from '../../../shared/numerics/align.ts'
import { distance, fixtures } from './fixtures.ts'

const { procrustes } = fixtures
const pair = (values: readonly number[]) => ({ values: Float64Array.from(values), components: 2 })

describe('aligning a frame to the one before', () => {
  it('finds the best rotation or reflection where variances are alike, as SciPy’s orthogonal Procrustes does', () => {
    expect(distance(alignCoordinates(pair(procrustes.current), pair(procrustes.previous), [1, 1]), procrustes.aligned)).toBeLessThan(1e-12)
  })

  it('undoes any turn and mirror exactly', () => {
    const [c, s] = [Math.cos(1.1), Math.sin(1.1)]
    const turned = procrustes.previous.map((value, i, all) => (i % 2 === 0 ? c * value + s * all[i + 1] : s * all[i - 1] - c * value))
    expect(distance(alignCoordinates(pair(turned), pair(procrustes.previous), [1, 0.95]), procrustes.previous)).toBeLessThan(1e-12)
  })

  it('changes nothing but signs where variances stand apart', () => {
    const mirrored = procrustes.previous.map((value, i) => (i % 2 === 0 ? -value : value))
    expect(distance(alignCoordinates(pair(mirrored), pair(procrustes.previous), [1, 0.4]), procrustes.previous)).toBe(0)
    const turned = alignCoordinates(pair(procrustes.current), pair(procrustes.previous), [1, 0.4])
    expect(distance(turned.map(Math.abs), procrustes.current.map(Math.abs))).toBe(0)
  })

  it('keeps all distances between points', () => {
    const aligned = alignCoordinates(pair(procrustes.current), pair(procrustes.previous), [1, 1])
    const gap = (values: ArrayLike<number>, a: number, b: number) => Math.hypot(values[2 * a] - values[2 * b], values[2 * a + 1] - values[2 * b + 1])
    for (let i = 1; i < 9; i++) expect(gap(aligned, 0, i)).toBeCloseTo(gap(procrustes.current, 0, i), 12)
  })

  it('leaves a frame without variance, or after one without, as it is', () => {
    const nothing = pair(procrustes.previous.map(() => 0))
    expect(distance(alignCoordinates(pair(procrustes.current), nothing, [1, 1]), procrustes.current)).toBe(0)
    expect(distance(alignCoordinates(nothing, pair(procrustes.current), [0, 0]), nothing.values)).toBe(0)
  })
})
