import { describe, expect, it } from 'vitest'
import { medVariants, meanEmbeddingDifference, nearestDistances, neighbourDistances, tokenUniformity } from '../../../shared/numerics/uniformity.ts'
import { analysis } from './analysis-fixtures.ts'
import { distance } from './fixtures.ts'

/** p tokens on a regular polygon in the order of the multiples of `stride`. */
function polygon(p: number, stride = 1): Float64Array {
  return Float64Array.from({ length: 2 * p }, (_, at) => {
    const angle = (2 * Math.PI * stride * Math.floor(at / 2)) / p
    return at % 2 === 0 ? Math.cos(angle) : Math.sin(angle)
  })
}

describe('the main embedding difference', () => {
  it.each(analysis.uniformity)('agrees with NumPy and the official code for $residues residues at offset $offset', ({ data, med, ...rows }) => {
    for (const variant of medVariants) expect(meanEmbeddingDifference(data, rows, variant)).toBeCloseTo(med[variant], 12)
  })

  it('of a regular polygon is its side, by every variant', () => {
    const side = 2 * Math.sin(Math.PI / 97)
    const rows = { columns: 2, residues: 97, offset: 0 }
    const values = medVariants.map((variant) => meanEmbeddingDifference(polygon(97), rows, variant))
    expect(values).toEqual([side, side, 2 * side, 192 * side].map((value) => expect.closeTo(value, 12)))
  })

  it('counts the way back from the last token to the first, and the last token, by the definition only', () => {
    const line = [0, 1, 2, 3, 10]
    const rows = { columns: 1, residues: 5, offset: 0 }
    expect(meanEmbeddingDifference(line, rows)).toBe((1 + 1 + 1 + 7 + 10) / 5)
    expect(meanEmbeddingDifference(line, rows, 'code-mean')).toBe(1)
  })

  it('takes the second operand from its own rows', () => {
    const rows = { columns: 1, residues: 3, offset: 3 }
    expect(meanEmbeddingDifference([0, 1, 2, 0, 5, 10], rows, 'code-sum-of-means')).toBe(6)
  })

  it('needs all rows, and by the code three residues', () => {
    expect(() => meanEmbeddingDifference(new Float32Array(9), { columns: 2, residues: 4, offset: 1 })).toThrow('expected 10 values for 5 rows of 2, got 9')
    expect(meanEmbeddingDifference([1, 2], { columns: 1, residues: 2, offset: 0 })).toBe(1)
    expect(meanEmbeddingDifference([1, 2], { columns: 1, residues: 2, offset: 0 }, 'code-mean')).toBeNaN()
  })
})

describe('token uniformity', () => {
  it.each(analysis.uniformity)('agrees with NumPy for $residues residues', ({ data, nearest, neighbourVariation, nearestVariation, ...rows }) => {
    expect(distance(nearestDistances(data, rows), nearest)).toBeLessThan(1e-12)
    const uniformity = tokenUniformity(data, rows)
    expect(uniformity.neighbourVariation).toBeCloseTo(neighbourVariation, 12)
    expect(uniformity.nearestVariation).toBeCloseTo(nearestVariation, 12)
  })

  it('is 0 on a regular polygon, in whatever order the tokens go round it', () => {
    for (const stride of [1, 5, 40]) {
      const { neighbourVariation, nearestVariation } = tokenUniformity(polygon(97, stride), { columns: 2, residues: 97, offset: 0 })
      expect(neighbourVariation).toBeCloseTo(0, 12)
      expect(nearestVariation).toBeCloseTo(0, 12)
    }
  })

  it('does not depend on scale, and only the neighbours on order', () => {
    const rows = { columns: 1, residues: 6, offset: 0 }
    const [plain, scaled, shuffled] = [[0, 1, 3, 4, 8, 9], [0, 10, 30, 40, 80, 90], [8, 0, 3, 9, 1, 4]].map((line) => tokenUniformity(line, rows))
    expect(scaled.neighbourVariation).toBeCloseTo(plain.neighbourVariation, 12)
    expect(scaled.nearestVariation).toBeCloseTo(plain.nearestVariation, 12)
    expect(shuffled.nearestVariation).toBeCloseTo(plain.nearestVariation, 12)
    expect(shuffled.neighbourVariation).not.toBeCloseTo(plain.neighbourVariation, 2)
  })

  it('of tokens that all lie at one point is 0', () => {
    expect(tokenUniformity(new Float32Array(8), { columns: 2, residues: 4, offset: 0 })).toEqual({ neighbourVariation: 0, nearestVariation: 0 })
    expect([...neighbourDistances(new Float32Array(8), { columns: 2, residues: 4, offset: 0 })]).toEqual([0, 0, 0, 0])
  })
})
