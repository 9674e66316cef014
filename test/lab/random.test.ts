import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { normals, permutation, portableLog, randomSource } from '../../shared/numerics/random.ts'

type Golden = Record<'bits' | 'uniform' | 'normal' | 'permutation' | 'large', number[]>
const golden = JSON.parse(readFileSync(new URL('fixtures/random-golden.json', import.meta.url), 'utf8')) as Golden

describe('seeded random numbers', () => {
  test('are the same on every platform, and as an independent implementation draws them', () => {
    const [zero, listed, normal, large] = [randomSource(0), randomSource(1, 2, 3), randomSource(598), randomSource(2147483647, 5)]
    expect(golden.bits.map(() => zero.bits())).toEqual(golden.bits)
    expect(golden.uniform.map(() => listed.uniform())).toEqual(golden.uniform)
    for (const expected of golden.normal) expect(Math.abs(normal.normal() - expected)).toBeLessThan(1e-15)
    expect([...permutation(10, randomSource(7))]).toEqual(golden.permutation)
    expect(golden.large.map(() => large.bits())).toEqual(golden.large)
    expect([...normals(3, randomSource(598))]).toEqual([...Float32Array.from(golden.normal.slice(0, 3))])
  })

  test('differ between seeds, and between a seed and a list that holds it', () => {
    const firsts = [[0], [1], [0, 0], [0, 1], [1, 0], [2147483647]].map((seeds) => randomSource(...seeds).uniform())
    expect(new Set(firsts).size).toBe(firsts.length)
  })

  test('have the moments of their distributions', () => {
    const source = randomSource(3)
    const uniform = Array.from({ length: 100_000 }, () => source.uniform())
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    expect(mean(uniform)).toBeCloseTo(0.5, 2)
    expect(Math.max(...uniform.slice(0, 50_000))).toBeLessThan(1)
    const normal = [...normals(100_000, source)]
    expect(Math.abs(mean(normal))).toBeLessThan(0.01)
    expect(mean(normal.map((value) => value ** 2))).toBeCloseTo(1, 1)
    expect(mean(normal.map((value) => value ** 4))).toBeCloseTo(3, 0)
  })

  test('draw below a bound without bias', () => {
    const source = randomSource(4)
    const counts = new Array<number>(6).fill(0)
    for (let i = 0; i < 60_000; i++) counts[source.below(6)]++
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400)
  })

  test('shuffle to a permutation, each order about equally often', () => {
    const source = randomSource(5)
    const counts = new Map<string, number>()
    for (let i = 0; i < 24_000; i++) {
      const order = permutation(4, source).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(24)
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(160)
  })

  test('rest on a logarithm of full precision', () => {
    for (const x of [1e-300, 1e-9, 0.1, 0.5, 0.70710678, 1, 1.4142, 2, 3.7, 1e10, 1e300]) {
      expect(Math.abs(portableLog(x) - Math.log(x))).toBeLessThanOrEqual(4e-16 * Math.max(1, Math.abs(Math.log(x))))
    }
  })
})
