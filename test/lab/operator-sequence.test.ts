import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../shared/config/validate.ts'
import { buildTask } from '../../src-main/lab/tasks/index.ts'

const task = (operation: string, modulus: number) => buildTask(parseConfig({
  task: { kind: 'operator-sequence', operation, modulus }, model: { kind: 'transformer', width: 8, heads: 2 }, loss: { kind: 'cross-entropy' }, optimizer: { kind: 'adam' }
}))

/** One equation by its definition: how many operators it is written with, and what it comes to. */
const equations: Record<string, { operators: number; zero: boolean[]; value(operands: number[]): number }> = {
  'add': { operators: 1, zero: [true, false], value: ([a, b]) => a + b },
  'subtract': { operators: 1, zero: [true, false], value: ([a, b]) => a - b },
  'multiply': { operators: 1, zero: [true, false], value: ([a, b]) => a * b },
  'square-subtract': { operators: 2, zero: [true, false], value: ([a, b]) => a ** 2 - b },
  'product-sum': { operators: 3, zero: [true, true, false, false, true], value: ([a, b, c, d, e]) => a * c + b * d - e }
}

describe('NeuralGrok’s tasks', () => {
  test.each(Object.entries(equations))('%s: every equation once, with its result', (operation, { zero, value }) => {
    const p = 5
    const { inputs, targets, operands } = task(operation, p)
    expect(operands).toBe(zero.length)
    const seen = new Set<string>()
    targets.forEach((target, row) => {
      const values = [...inputs.subarray(row * operands, (row + 1) * operands)]
      expect(Math.abs((value(values) - target) % p)).toBe(0)
      expect(target).toBeGreaterThanOrEqual(0)
      expect(target).toBeLessThan(p)
      values.forEach((operand, place) => { expect(operand).toBeGreaterThanOrEqual(zero[place] ? 0 : 1) })
      seen.add(values.join())
    })
    expect(seen.size).toBe(zero.reduce((product, has) => product * (has ? p : p - 1), 1))
  })

  test.each(Object.entries(equations))('%s: operands, then operators p + 1 and up, then "=" as p', (operation, { operators, zero }) => {
    const { sequence, vocabulary, classes } = task(operation, 7)
    const symbols = sequence.map((slot) => ('symbol' in slot ? slot.symbol : null))
    expect(symbols).toEqual([...zero.map(() => null), ...Array.from({ length: operators }, (_, index) => 8 + index), 7])
    expect([vocabulary, classes]).toEqual([8 + operators, 8 + operators])
  })
})
