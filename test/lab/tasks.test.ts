import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../shared/config/validate.ts'
import { buildTask } from '../../src-main/lab/tasks/index.ts'
import { modularInverses } from '../../shared/numerics/modular-operation.ts'

function task(raw: Record<string, unknown>) {
  return buildTask(parseConfig({
    task: { kind: 'modular', ...raw },
    model: { kind: 'quadratic-mlp' }, loss: { kind: 'mean-squared-error' }, optimizer: { kind: 'adamw' }
  }))
}

const modulo = (value: number, p: number): number => ((value % p) + p) % p

describe('modular arithmetic', () => {
  const p = 13
  const operations: [string, Record<string, unknown>, (x: number, y: number, result: number) => boolean][] = [
    ['add', {}, (x, y, c) => c === modulo(x + y, p)],
    ['subtract', {}, (x, y, c) => c === modulo(x - y, p)],
    ['multiply', {}, (x, y, c) => c === modulo(x * y, p)],
    ['divide', {}, (x, y, c) => modulo(c * y, p) === x],
    ['polynomial', { expression: 'x^2 + x*y - 3*y^2' }, (x, y, c) => c === modulo(x * x + x * y - 3 * y * y, p)]
  ]

  test.each(operations)('%s agrees with the definition on every pair', (operation, extra, holds) => {
    const { inputs, targets } = task({ operation, modulus: p, trainFraction: 0.5, ...extra })
    const seen = new Set<number>()
    targets.forEach((c, row) => {
      const [x, y] = [inputs[2 * row], inputs[2 * row + 1]]
      expect(holds(x, y, c)).toBe(true)
      expect(c).toBeGreaterThanOrEqual(0)
      expect(c).toBeLessThan(p)
      seen.add(x * p + y)
    })
    expect(seen.size).toBe(operation === 'divide' ? p * (p - 1) : p * p)
  })

  test('splits p = 113 at 30 % into 3,830 and 8,939 pairs', () => {
    const { trainIndices, testIndices, classes, tokens } = task({ modulus: 113, trainFraction: 0.3 })
    expect([trainIndices.length, testIndices.length, classes, tokens]).toEqual([3830, 8939, 113, 113])
    expect(new Set([...trainIndices, ...testIndices]).size).toBe(12769)
  })

  test('has 9,312 divisions modulo 97, none by zero', () => {
    const { inputs, targets } = task({ operation: 'divide', modulus: 97, trainFraction: 0.5 })
    expect(targets.length).toBe(9312)
    expect(inputs.filter((_, position) => position % 2 === 1)).not.toContain(0)
  })

  test('is split by its seed alone', () => {
    const first = task({ modulus: 31, splitSeed: 1 })
    expect(task({ modulus: 31, splitSeed: 1 })).toEqual(first)
    expect(task({ modulus: 31, splitSeed: 2 }).trainIndices).not.toEqual(first.trainIndices)
    expect(task({ modulus: 31, splitSeed: 1, operation: 'multiply' }).trainIndices).toEqual(first.trainIndices)
  })

  test('finds inverses modulo a prime', () => {
    const inverses = modularInverses(1009)
    for (let a = 1; a < 1009; a++) expect((a * inverses[a]) % 1009).toBe(1)
  })
})

describe('operands and operators', () => {
  const p = 5
  const operations: [string, number, number[], (operands: number[]) => number][] = [
    ['add', p * (p - 1), [0, 1, 6, 5], ([a, b]) => a + b],
    ['subtract', p * (p - 1), [0, 1, 6, 5], ([a, b]) => a - b],
    ['multiply', p * (p - 1), [0, 1, 6, 5], ([a, b]) => a * b],
    ['square-subtract', p * (p - 1), [0, 1, 6, 7, 5], ([a, b]) => a * a - b],
    ['product-sum', p ** 3 * (p - 1) ** 2, [0, 1, 2, 3, 4, 6, 7, 8, 5], ([a, b, c, d, e]) => a * c + b * d - e]
  ]

  test.each(operations)('%s has every equation once, and the layout ⟨operands⟩⟨operators⟩⟨=⟩', (operation, total, layout, compute) => {
    const { inputs, targets, operands, sequence, vocabulary, classes } = task({ kind: 'operator-sequence', operation, modulus: p })
    expect(targets.length).toBe(total)
    const rows = Array.from(targets, (_, row) => [...inputs.subarray(row * operands, (row + 1) * operands)])
    expect(new Set(rows.map(String)).size).toBe(total)
    rows.forEach((row, index) => { expect(targets[index]).toBe(modulo(compute(row), p)) })
    const smallest = layout.slice(0, operands).map((operand) => Math.min(...rows.map((row) => row[operand])))
    expect(smallest).toEqual(operands === 2 ? [0, 1] : [0, 0, 1, 1, 0])
    expect(sequence.map((slot) => ('symbol' in slot ? slot.symbol : slot.operand))).toEqual(layout)
    expect([vocabulary, classes]).toEqual([p + 1 + layout.length - operands - 1, vocabulary])
  })

  test('has NeuralGrok’s 9,312 and 12,348 equations, half of them for training', () => {
    const sizes = [['add', 97], ['product-sum', 7]].map(([operation, modulus]) => task({ kind: 'operator-sequence', operation, modulus }))
    expect(sizes.map(({ targets, trainIndices }) => [targets.length, trainIndices.length])).toEqual([[9312, 4656], [12348, 6174]])
  })

  test('refuses a table of millions', () => {
    expect(() => task({ kind: 'operator-sequence', operation: 'product-sum', modulus: 31 })).toThrow(/task.modulus/)
  })
})
