import { describe, expect, it } from 'vitest'
import { fourierNorms } from '../../../shared/numerics/fourier.ts'
import { embeddingSpectrum } from '../../../shared/numerics/spectrum.ts'
import { distance, fixtures } from './fixtures.ts'

/** Points on circles: token x at the angles 2πkx/p for each given frequency k, two columns each. */
function circles(p: number, frequencies: readonly number[], radius = 1): { data: Float32Array; columns: number } {
  const columns = 2 * frequencies.length
  const data = new Float32Array(p * columns)
  for (let x = 0; x < p; x++) {
    frequencies.forEach((k, i) => {
      data[x * columns + 2 * i] = radius * Math.cos((2 * Math.PI * k * x) / p)
      data[x * columns + 2 * i + 1] = radius * Math.sin((2 * Math.PI * k * x) / p)
    })
  }
  return { data, columns }
}

/** Row k of the orthonormal real Fourier basis of length p, by its definition. */
function basis(p: number): number[][] {
  const rows = [Array.from({ length: p }, () => 1 / Math.sqrt(p))]
  for (let k = 1; k <= Math.floor(p / 2); k++) {
    const angles = Array.from({ length: p }, (_, x) => (2 * Math.PI * k * x) / p)
    if (2 * k === p) rows.push(angles.map((angle) => Math.cos(angle) / Math.sqrt(p)))
    else rows.push(angles.map((angle) => Math.cos(angle) * Math.sqrt(2 / p)), angles.map((angle) => Math.sin(angle) * Math.sqrt(2 / p)))
  }
  return rows
}

describe('the Fourier norms of an embedding', () => {
  it.each(fixtures.fourier)('agree with NumPy for $rows × $columns', ({ rows, columns, data, norms }) => {
    expect(distance(fourierNorms(Float32Array.from(data), rows, columns), norms)).toBeLessThan(1e-12 * rows)
  })

  it.each([5, 8, 113])('are those of an orthonormal basis at p = %i', (p) => {
    const rows = basis(p)
    expect(rows).toHaveLength(p)
    rows.forEach((a, i) => rows.forEach((b, j) => {
      expect(a.reduce((sum, value, x) => sum + value * b[x], 0)).toBeCloseTo(i === j ? 1 : 0, 12)
    }))
    rows.forEach((row, i) => {
      const norms = fourierNorms(Float32Array.from(row), p, 1)
      expect(norms[Math.ceil(i / 2)]).toBeCloseTo(1, 6)
    })
  })

  it.each(fixtures.fourier)('keep the squared norm of the matrix (Parseval), $rows × $columns', ({ rows, columns, data }) => {
    const energy = data.reduce((sum, value) => sum + value ** 2, 0)
    const spectral = fourierNorms(Float32Array.from(data), rows, columns).reduce((sum, norm) => sum + norm ** 2, 0)
    expect(spectral).toBeCloseTo(energy, 9)
  })

  it('of a circle are at its frequency only, and √p times its radius', () => {
    const { data, columns } = circles(113, [17], 3)
    const norms = fourierNorms(data, 113, columns)
    expect(norms).toHaveLength(57)
    expect(norms[17]).toBeCloseTo(3 * Math.sqrt(113), 5)
    expect(Math.max(...norms.filter((_, k) => k !== 17))).toBeLessThan(1e-4)
  })

  it('of a constant are in the first, for which even p has one Nyquist row besides', () => {
    const constant = fourierNorms(new Float32Array(6).fill(2), 6, 1)
    expect([...constant]).toEqual([2 * Math.sqrt(6), 0, 0, 0].map((norm) => expect.closeTo(norm, 12)))
    const alternating = Float32Array.from([1, -1, 1, -1, 1, -1])
    expect(fourierNorms(alternating, 6, 1)[3]).toBeCloseTo(Math.sqrt(6), 12)
  })

  it('leave out rows after the last that is asked for', () => {
    const { data, columns } = circles(7, [2])
    const withExtraToken = new Float32Array(data.length + columns).fill(9)
    withExtraToken.set(data)
    expect(distance(fourierNorms(withExtraToken, 7, columns), fourierNorms(data, 7, columns))).toBe(0)
  })

  it('need as many values as rows and columns say', () => {
    expect(() => fourierNorms(new Float32Array(5), 3, 2)).toThrow('expected 3 × 2 values, got 5')
  })
})

describe('the spectrum of an embedding', () => {
  it('names the frequencies with more than a quarter of the largest power', () => {
    const { data, columns } = circles(113, [4, 32, 50])
    const spectrum = embeddingSpectrum(data, 113, columns)
    expect(spectrum.keyFrequencies).toEqual([4, 32, 50])
    expect(spectrum.largestShare).toBeCloseTo(1 / 3, 6)
    expect(spectrum.gini).toBeCloseTo(1 - 3 / 56, 3)
  })

  it('does not count the constant as a key frequency', () => {
    expect(embeddingSpectrum(new Float32Array(26).fill(1), 13, 2)).toMatchObject({ keyFrequencies: [], largestShare: 0 })
    expect(embeddingSpectrum(new Float32Array(10), 5, 2)).toMatchObject({ keyFrequencies: [], gini: 0, largestShare: 0 })
  })
})
