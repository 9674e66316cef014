import * as tf from '@tensorflow/tfjs-core'
import * as v from 'valibot'
import { beforeAll, describe, expect, test } from 'vitest'
import { modelSchema, type ModelConfig } from '../../shared/catalogue/models/index.ts'
import { randomSource } from '../../shared/numerics/random.ts'
import { buildModel } from '../../src-main/lab/models/index.ts'
import { evaluationPass, type TaskShape, type Weights } from '../../src-main/lab/models/model.ts'
import { useBackend } from '../lab/backends.ts'

/** x + y modulo p, both operands read as they are. */
const addition = (p: number): TaskShape => ({
  operands: 2, sequence: [{ operand: 0, offset: 0 }, { operand: 1, offset: 0 }, { symbol: p }], vocabulary: p + 1, tokens: p, residues: p, classes: p
})

/** The wave cos(2πkx/p + phase) at x = 0 … p − 1 for each unit: [p, units]. */
function waves(p: number, units: readonly { frequency: number; phase: number }[]): tf.Tensor2D {
  const angle = (x: number, frequency: number): number => (2 * Math.PI * ((frequency * x) % p)) / p
  return tf.tensor2d(Array.from({ length: p }, (_, x) => units.map(({ frequency, phase }) => Math.cos(angle(x, frequency) + phase))))
}

/** Share of all p² sums that a model gets right. */
function accuracy(config: ModelConfig, p: number, weights: Weights): number {
  return tf.tidy(() => {
    const pairs = Array.from({ length: p * p }, (_, pair) => [Math.floor(pair / p), pair % p])
    const operands = [0, 1].map((operand) => tf.tensor1d(pairs.map((pair) => pair[operand]), 'int32'))
    const guesses = tf.argMax(buildModel(config, addition(p)).logits(weights, operands, evaluationPass()), 1).dataSync()
    return pairs.filter(([a, b], pair) => guesses[pair] === (a + b) % p).length / pairs.length
  })
}

const quadratic = (hiddenWidth: number): ModelConfig => v.parse(modelSchema, { kind: 'quadratic-mlp', hiddenWidth })

beforeAll(() => useBackend('tensorflow'))

/** N units at equal angles around the circle, the output at the double angle. */
describe('the circle construction of the PAIR explorable modulo 67', () => {
  const p = 67
  const circle = (units: number, times: number) =>
    Array.from({ length: units }, (_, n) => ({ frequency: 1, phase: (2 * Math.PI * times * n) / units }))

  test.each([[3, 1], [4, 2 / 67], [5, 1], [6, 1], [7, 1]])('with squares, %i units: accuracy %f', (units, expected) => {
    const [input, output] = [waves(p, circle(units, 1)), waves(p, circle(units, 2))]
    expect(accuracy(quadratic(units), p, { 'input-x': input, 'input-y': input, output: tf.transpose(output) })).toBeCloseTo(expected, 10)
  })

  test.each([[4, 0.03], [5, 1], [6, 0.194], [7, 1], [9, 1]])('with rectified linear units, %i units: accuracy %f', (units, expected) => {
    const config = v.parse(modelSchema, { kind: 'mlp-one-hot', hiddenLayers: 1, hiddenWidth: units, activation: 'relu' })
    const [input, output] = [waves(p, circle(units, 1)), waves(p, circle(units, 2))]
    const found = accuracy(config, p, {
      'hidden-1': tf.concat2d([input, input], 0), 'hidden-1-bias': tf.zeros([units]), output: tf.transpose(output), 'output-bias': tf.zeros([p])
    })
    expect(found).toBeCloseTo(expected, 3)
  })
})

/** U = cos(w_k a + φ₁), V = cos(w_k b + φ₂), W = cos(w_k c + φ₁ + φ₂) with random phases. */
describe('the analytic solution of Gromov 2023', () => {
  function solutionAccuracy(p: number, width: number, seed: number): number {
    const source = randomSource(seed)
    const units = Array.from({ length: width }, (_, n) => ({
      frequency: 1 + (n % ((p - 1) / 2)), first: 2 * Math.PI * source.uniform(), second: 2 * Math.PI * source.uniform()
    }))
    const table = (phase: (unit: typeof units[number]) => number): tf.Tensor2D =>
      waves(p, units.map((unit) => ({ frequency: unit.frequency, phase: phase(unit) })))
    return accuracy(quadratic(width), p, {
      'input-x': table(({ first }) => first),
      'input-y': table(({ second }) => second),
      output: tf.transpose(table(({ first, second }) => first + second))
    })
  }

  test.each([[11, 120], [23, 240], [97, 1000]])('is right on every sum modulo %i with %i units', (p, width) => {
    for (const seed of [0, 1, 2]) expect(solutionAccuracy(p, width, seed)).toBe(1)
  })

  test.each([[11, 60], [23, 120]])('is right on all but a few modulo %i with %i units', (p, width) => {
    for (const seed of [0, 1, 2, 3]) expect(solutionAccuracy(p, width, seed)).toBeGreaterThan(0.98)
  })

  test('is nearly right modulo 11 with 30 units, depending on the phases', () => {
    const found = Array.from({ length: 10 }, (_, seed) => solutionAccuracy(11, 30, seed))
    expect(Math.min(...found)).toBeGreaterThan(0.8)
    expect(Math.min(...found)).toBeLessThan(1)
  })
})
