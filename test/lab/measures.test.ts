import { describe, expect, test } from 'vitest'
import { measureCatalogue, measureNames } from '../../shared/catalogue/measures.ts'
import { embeddingSpectrum } from '../../src-main/lab/measures/embedding-spectrum.ts'
import { measures } from '../../src-main/lab/measures/index.ts'
import type { Measure } from '../../src-main/lab/measures/measure.ts'

/** A [p, 2k] embedding of pure waves, one cosine and sine column for each frequency and amplitude. */
function waves(p: number, frequencies: Record<number, number>): { data: Float32Array; columns: number } {
  const parts = Object.entries(frequencies)
  const columns = 2 * parts.length
  const data = new Float32Array(p * columns)
  for (let x = 0; x < p; x++) {
    parts.forEach(([k, amplitude], part) => {
      const angle = (2 * Math.PI * Number(k) * x) / p
      data.set([amplitude * Math.cos(angle), amplitude * Math.sin(angle)], x * columns + 2 * part)
    })
  }
  return { data, columns }
}

function seriesOf(measure: Measure): readonly string[] {
  if (measure.kind === 'tensor') return []
  return measure.kind === 'graph' ? measure.series(['*']) : measure.series
}

describe('measures', () => {
  test('are those of the catalogue, with its series', () => {
    expect(Object.keys(measures)).toEqual(measureNames)
    for (const name of measureNames) {
      expect(seriesOf(measures[name])).toEqual(measureCatalogue[name].series)
    }
  })

  test('a circle of one frequency holds all of the spectrum', () => {
    const { data, columns } = waves(113, { 14: 1 })
    const [gini, keyFrequencies, largestShare] = embeddingSpectrum.compute({ data, residues: 113, columns, offset: 0 })
    expect(gini).toBeCloseTo(1 - 1 / 56, 3)
    expect(keyFrequencies).toBe(1)
    expect(largestShare).toBeCloseTo(1, 5)
  })

  test('frequencies with more than a quarter of the largest power count as key', () => {
    const { data, columns } = waves(113, { 14: 1, 35: 0.9, 41: 0.52, 42: 0.2, 52: 0.48 })
    const [, keyFrequencies, largestShare] = embeddingSpectrum.compute({ data, residues: 113, columns, offset: 0 })
    expect(keyFrequencies).toBe(3)
    expect(largestShare).toBeCloseTo(1 / (1 + 0.81 + 0.2704 + 0.04 + 0.2304), 4)
  })

  test('the mean over tokens does not count', () => {
    const { data, columns } = waves(31, { 3: 1, 5: 0.6 })
    const shifted = data.map((value) => value + 100)
    const [plain, moved] = [data, shifted].map((values) => embeddingSpectrum.compute({ data: values, residues: 31, columns, offset: 0 }))
    moved.forEach((value, i) => { expect(value).toBeCloseTo(plain[i], 3) })
  })
})
