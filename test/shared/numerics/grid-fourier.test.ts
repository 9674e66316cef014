import { describe, expect, it } from 'vitest'
import { exactCrossEntropy } from '../../../shared/numerics/exact-cross-entropy.ts'
import { excludedLogits, projectOnSums, restrictedLogits, type LogitGrid } from '../../../shared/numerics/grid-fourier.ts'
import { normals, randomSource } from '../../../shared/numerics/random.ts'
import { analysis } from './analysis-fixtures.ts'
import { distance } from './fixtures.ts'
import { fourierBasis, gridTransform, sumDirections } from './grid-reference.ts'

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0)

/** Right classes of addition modulo p, pair by pair. */
const sums = (p: number): Int32Array => Int32Array.from({ length: p * p }, (_, pair) => (Math.floor(pair / p) + (pair % p)) % p)

/** Logits Σ_k amplitude_k cos(w_k(a + b − c)) of all pairs and classes. */
function cosineLogits(p: number, amplitudes: Record<number, number>): LogitGrid {
  const wave = Array.from({ length: p }, (_, s) => Object.entries(amplitudes)
    .reduce((sum, [k, amplitude]) => sum + amplitude * Math.cos((2 * Math.PI * Number(k) * s) / p), 0))
  const right = sums(p)
  return { modulus: p, classes: p, logits: Float64Array.from({ length: p ** 3 }, (_, at) => wave[(right[Math.floor(at / p)] - (at % p) + p) % p]) }
}

function parts(grid: LogitGrid, frequencies: readonly number[]) {
  const projection = projectOnSums(grid, frequencies)
  return { restricted: restrictedLogits(grid, projection), excluded: excludedLogits(grid, projection), mean: projection.mean }
}

describe('the Fourier basis', () => {
  it.each([3, 5, 7, 8, 31, 59, 67, 97, 113])('is orthonormal at p = %i', (p) => {
    const basis = fourierBasis(p)
    const rows = Array.from({ length: p }, (_, f) => basis.subarray(f * p, (f + 1) * p))
    for (const [i, a] of rows.entries()) {
      for (const [j, b] of rows.slice(0, i + 1).entries()) expect(Math.abs(dot(a, b) - (i === j ? 1 : 0))).toBeLessThan(1e-13)
    }
  })

  it.each(analysis.grid)('transforms a table as NumPy does, p = $modulus', ({ modulus, classes, logits, transform }) => {
    const first = logits.filter((_, at) => at % classes === 0)
    expect(distance(gridTransform(first, modulus), transform)).toBeLessThan(1e-12)
  })

  it.each([7, 12, 59])('keeps the sum of squares of a table (Parseval), p = %i', (p) => {
    const table = normals(p * p, randomSource(p))
    expect(dot(gridTransform(table, p), gridTransform(table, p)) / dot(table, table)).toBeCloseTo(1, 12)
    expect(() => gridTransform(table, p + 1)).toThrow(`expected ${p + 1} × ${p + 1} values`)
  })
})

describe('the sum directions', () => {
  it.each(analysis.grid)('are the combinations of products of sines and cosines, p = $modulus', ({ modulus, frequencies, directions }) => {
    const ours = frequencies.flatMap((k) => { const { u, v } = sumDirections(modulus, k); return 2 * k === modulus ? [u] : [u, v] })
    ours.forEach((direction, i) => { expect(distance(direction, directions[i])).toBeLessThan(1e-14) })
  })

  it.each([11, 97])('are orthonormal at p = %i', (p) => {
    const directions = [1, 2, Math.floor(p / 2)].flatMap((k) => Object.values(sumDirections(p, k)))
    directions.forEach((a, i) => directions.forEach((b, j) => { expect(Math.abs(dot(a, b) - (i === j ? 1 : 0))).toBeLessThan(1e-12) }))
  })
})

describe('restricted and excluded logits', () => {
  it.each(analysis.grid)('agree with the projection by definition in NumPy, p = $modulus', ({ modulus, classes, logits, frequencies, ...expected }) => {
    const { restricted, excluded } = parts({ modulus, classes, logits: Float32Array.from(logits) }, frequencies)
    expect(distance(restricted, expected.restricted)).toBeLessThan(1e-13)
    expect(distance(excluded, expected.excluded)).toBeLessThan(1e-13)
  })

  it.each([[5, [1]], [59, [3, 9, 21]], [8, [4, 2]]])('are the projection on the sum directions, p = %i', (p, frequencies) => {
    const logits = normals(p * p, randomSource(p))
    const { restricted, excluded, mean: [mean] } = parts({ modulus: p, classes: 1, logits }, frequencies)
    const projected = new Float64Array(p * p)
    for (const direction of frequencies.flatMap((k) => Object.values(sumDirections(p, k)))) {
      const along = dot(direction, logits)
      direction.forEach((value, pair) => { projected[pair] += along * value })
    }
    expect(distance(restricted.map((value) => value - mean), projected)).toBeLessThan(1e-12)
    expect(distance(excluded, projected.map((value, pair) => logits[pair] - value))).toBeLessThan(1e-12)
  })

  it.each([[5, [1]], [59, [3, 9, 21]], [8, [4, 2]]])('add up to the logits and their mean, p = %i', (p, frequencies) => {
    const grid = { modulus: p, classes: p, logits: normals(p ** 3, randomSource(p)) }
    const { restricted, excluded, mean } = parts(grid, frequencies)
    expect(distance(restricted.map((value, at) => value + excluded[at] - mean[at % p]), grid.logits)).toBeLessThan(1e-12)
  })

  it('of logits made of cos w(a + b − c) are all and nothing at their frequencies', () => {
    const grid = cosineLogits(59, { 4: 2, 17: 3, 29: 0.5 })
    const { restricted, excluded } = parts(grid, [4, 17, 29])
    expect(distance(restricted, grid.logits)).toBeLessThan(1e-12)
    expect(distance(excluded, new Float64Array(excluded.length))).toBeLessThan(1e-12)
  })

  it('of such logits are nothing and all at other frequencies', () => {
    const grid = cosineLogits(59, { 4: 2 })
    const { restricted, excluded } = parts(grid, [5, 6])
    expect(distance(restricted, new Float64Array(excluded.length))).toBeLessThan(1e-12)
    expect(distance(excluded, grid.logits)).toBeLessThan(1e-12)
  })

  it('without frequencies keep the mean, and with all keep what depends on the sum', () => {
    const grid = { modulus: 7, classes: 2, logits: normals(98, randomSource(4)) }
    const none = parts(grid, [])
    expect(distance(none.restricted, none.restricted.map((_, at) => none.mean[at % 2]))).toBe(0)
    const { restricted } = parts(grid, [1, 2, 3, 3])
    sums(7).forEach((sum, pair) => { expect(restricted[2 * pair]).toBeCloseTo(restricted[2 * sum], 12) })
  })

  it('need whole grids and frequencies up to p/2', () => {
    expect(() => projectOnSums({ modulus: 5, classes: 2, logits: new Float32Array(49) }, [1])).toThrow('expected 50 logits of 5 × 5 pairs and 2 classes, got 49')
    for (const k of [0, 3, -1]) expect(() => projectOnSums({ modulus: 5, classes: 1, logits: new Float32Array(25) }, [k])).toThrow(`got ${k}`)
  })
})

describe('the exact cross-entropy', () => {
  it.each(analysis.grid)('agrees with PyTorch in float64, p = $modulus', ({ modulus, classes, logits, frequencies, subset, losses }) => {
    const grid = { modulus, classes, logits: Float64Array.from(logits) }
    const { restricted, excluded } = parts(grid, frequencies)
    const loss = (table: Float64Array, rows?: number[]) => exactCrossEntropy({ logits: table, classes, targets: sums(modulus) }, rows)
    expect(loss(grid.logits)).toBeCloseTo(losses.full, 12)
    expect(loss(restricted)).toBeCloseTo(losses.restricted, 12)
    expect(loss(excluded, subset)).toBeCloseTo(losses.excludedOnSubset, 12)
  })

  it.each([59, 97, 113])('of equal logits is ln %i', (p) => {
    expect(exactCrossEntropy({ logits: new Float32Array(2 * p), classes: p, targets: [0, p - 1] })).toBeCloseTo(Math.log(p), 14)
  })

  it('has no floor: e^−30 at a gap of 30, and no overflow at −1,000', () => {
    expect(exactCrossEntropy({ logits: Float64Array.of(30, 0), classes: 2, targets: [0] }) / Math.exp(-30)).toBeCloseTo(1, 12)
    expect(exactCrossEntropy({ logits: Float64Array.of(-1000, 0), classes: 2, targets: [0] })).toBe(1000)
    expect(exactCrossEntropy({ logits: new Float32Array(0), classes: 2, targets: [] })).toBeNaN()
  })
})
