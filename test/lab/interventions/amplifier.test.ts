import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { amplify } from '../../../src-main/lab/interventions/amplifier/amplify.ts'
import { amplifierLayout, initialAmplifier, layersOf, scores } from '../../../src-main/lab/interventions/amplifier/network.ts'
import { onPieces, pieceOf } from '../../../src-main/lab/interventions/amplifier/piece-index.ts'
import { findPieces, pieceTable } from '../../../src-main/lab/interventions/amplifier/pieces.ts'
import { amplifierWeights, amplifyPlainly } from '../../../src-main/lab/interventions/amplifier/plain.ts'
import type { ParameterLayout } from '../../../src-main/lab/parameters.ts'
import { backends, useBackend } from '../backends.ts'
import { gradientError } from '../derivatives.ts'

interface Case {
  name: string
  seed: number
  norm: number
  hidden: number[]
  sizes: number[]
  scale: number
  offset: number
  zeros: number | null
  dropped: number[]
  values: number[]
  gradientNorm: number
  gradient: number[]
}

const { cases } = JSON.parse(readFileSync(new URL('fixtures/amplifier.json', import.meta.url), 'utf8')) as { cases: Case[] }
const capacity = 2048

/** The generator of the fixture's script. */
function generatorOf(seed: number) {
  let state = seed
  const uniform = (): number => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  return { uniform, centred: () => uniform() + uniform() + uniform() - 1.5 }
}

function layoutOfSizes(sizes: readonly number[]): ParameterLayout {
  let offset = 0
  const entries = sizes.map((size, index) => {
    const entry = { name: `tensor-${index}`, shape: [size], offset, size, frozen: false }
    offset += size
    return entry
  })
  return { entries, size: offset }
}

interface Built {
  layout: ParameterLayout
  gradient: tf.Tensor1D
  upstream: tf.Tensor1D
  phi: tf.Tensor1D
}

/** The inputs of a case, as the fixture's script draws them. */
function build({ seed, hidden, sizes, scale, offset, zeros, dropped }: Case): Built {
  const layout = layoutOfSizes(sizes)
  const generator = generatorOf(seed)
  const gradient = Float32Array.from({ length: layout.size }, () => scale * generator.centred() + offset)
  if (zeros !== null) gradient.fill(0, layout.entries[zeros].offset, layout.entries[zeros].offset + sizes[zeros])
  const upstream = gradient.map((value) => Math.fround(generator.centred()) + Math.sign(value))
  for (const index of dropped) gradient[index] = 0
  const network = amplifierLayout(hidden)
  const phi = new Float32Array(network.size)
  network.entries.forEach(({ offset: start, size }, position) => {
    const bound = network.entries[position - position % 2].shape[0] ** -0.5
    for (let i = 0; i < size; i++) phi[start + i] = bound * (2 * generator.uniform() - 1)
  })
  return { layout, gradient: tf.tensor1d(gradient), upstream: tf.tensor1d(upstream), phi: tf.tensor1d(phi) }
}

type Form = (phi: tf.Tensor1D) => tf.Tensor1D

const plainly = ({ hidden, norm }: Case, { gradient, layout }: Built): Form => (phi) => amplifyPlainly(layersOf(phi, hidden), gradient, layout, norm)

const byPieces = ({ hidden, norm }: Case, { gradient, layout }: Built): Form => (phi) => {
  const layers = layersOf(phi, hidden)
  const { edges } = findPieces(layers, capacity)
  return amplify({ gradient, layout, table: pieceTable(layers, edges), edges, norm })
}

/** Values and gradient of Σ values · upstream with respect to φ. */
function evaluate(form: Form, { phi, upstream }: Built): { values: Float32Array; gradient: Float32Array } {
  return {
    values: tf.tidy(() => form(phi)).dataSync<'float32'>().slice(),
    gradient: tf.grad((at: tf.Tensor) => tf.sum(tf.mul(form(at as tf.Tensor1D), upstream)))(phi).dataSync<'float32'>().slice()
  }
}

const kept = (values: Float32Array, count: number): number[] => {
  const stride = Math.max(1, Math.floor(values.length / count))
  return [...values].filter((_, index) => index % stride === 0)
}

const length = (values: ArrayLike<number>): number => Math.hypot(...Array.from(values))
const largestDifference = (a: readonly number[], b: readonly number[]): number => Math.max(...a.map((value, index) => Math.abs(value - b[index])))

/** Root mean square distance from PyTorch's gradient, over the entries that the fixture keeps, relative to that of the whole gradient. */
function gradientDistance(gradient: Float32Array, { gradient: expected, gradientNorm }: Case): number {
  const difference = kept(gradient, 400).map((value, index) => value - expected[index])
  return length(difference) / Math.sqrt(difference.length) / (gradientNorm / Math.sqrt(gradient.length))
}

describe.each(backends)('the neural amplifier by pieces on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test.each(cases)('$name: values within 1e-7 and the gradient of φ within 1e-5 of PyTorch in float64', (example) => {
    const built = build(example)
    const { values, gradient } = evaluate(byPieces(example, built), built)
    expect(largestDifference(kept(values, 200), example.values)).toBeLessThan(1e-7)
    if (example.gradientNorm < 1e-9) expect(length(gradient)).toBeLessThan(2e-6)
    else expect(gradientDistance(gradient, example)).toBeLessThan(1e-5)
  })

  test('gives every tensor the norm c, and leaves a tensor of zeros at zero', () => {
    for (const example of cases) {
      const built = build(example)
      const values = tf.tidy(() => byPieces(example, built)(built.phi)).dataSync<'float32'>()
      built.layout.entries.forEach(({ offset, size }, index) => {
        const expected = index === example.zeros ? 0 : example.norm
        expect(Math.abs(length(values.subarray(offset, offset + size)) - expected), `${example.name}, tensor ${index}`).toBeLessThan(2e-6)
      })
    }
  })

  test('follows the network on every piece, and at the breakpoints', () => {
    const hidden = [20, 12]
    const phi = tf.tensor1d(initialAmplifier(hidden, 3))
    const layers = layersOf(phi, hidden)
    const { edges, count } = findPieces(layers, 256)
    expect(count.dataSync()[0]).toBeGreaterThan(20)
    const ends = [...edges.dataSync()].filter((edge) => Math.abs(edge) < 1e3)
    const x = tf.tensor1d([...ends, ...ends.map((edge, index) => (edge + (ends[index + 1] ?? edge + 1)) / 2), -700, 700, 0])
    const exact = scores(layers, x).dataSync()
    const found = onPieces(x, pieceOf(x, edges), pieceTable(layers, edges)).dataSync()
    exact.forEach((value, index) => { expect(Math.abs(found[index] - value)).toBeLessThan(2e-6 * (1 + Math.abs(value))) })
  })

  test('puts a number into the piece that begins at or before it', () => {
    const { edges } = findPieces(layersOf(tf.tensor1d(initialAmplifier([40, 40], 1)), [40, 40]), 256)
    const x = tf.concat1d([tf.randomNormal([5000], 0, 2, 'float32', 1), edges])
    const inner = [...edges.dataSync()].slice(1, -1)
    const found = [...pieceOf(x, edges).dataSync()]
    expect(found).toEqual(Array.from(x.dataSync(), (value) => inner.filter((edge) => edge <= value).length))
    expect(new Set(found).size).toBeGreaterThan(50)
  })

  test('says how many pieces there are where they are more than it has room for', () => {
    const layers = layersOf(tf.tensor1d(initialAmplifier([40, 40], 1)), [40, 40])
    const all = findPieces(layers, 1024).count.dataSync()[0]
    expect(all).toBeGreaterThan(64)
    expect(findPieces(layers, 64).count.dataSync()[0]).toBeGreaterThan(64)
    expect(findPieces(layers, 16).count.dataSync()[0]).toBeGreaterThan(16)
  })

  test('its weights p sum to 1 over a tensor', () => {
    const layers = layersOf(tf.tensor1d(initialAmplifier([16], 0)), [16])
    const weights = amplifierWeights(layers, tf.tensor1d([0.3, -2, 0.1, 0, 5]))
    expect(tf.sum(weights).dataSync()[0]).toBeCloseTo(1, 6)
    expect(Math.min(...weights.dataSync())).toBeGreaterThan(0)
  })

  test('the plain form agrees with PyTorch on all but the whole gradient, and with central differences', () => {
    for (const example of cases.filter(({ sizes }) => sizes.length === 2)) {
      const built = build(example)
      const { values, gradient } = evaluate(plainly(example, built), built)
      expect(largestDifference(kept(values, 200), example.values), example.name).toBeLessThan(1e-7)
      if (example.gradientNorm > 1e-9) expect(gradientDistance(gradient, example), example.name).toBeLessThan(1e-5)
    }
    const small = cases.find(({ name }) => name === 'one unit')
    if (small === undefined) throw new Error('the case is gone')
    const built = build(small)
    expect(gradientError((phi) => tf.sum(tf.mul(plainly(small, built)(phi as tf.Tensor1D), built.upstream)), built.phi, 0.01)).toBeLessThan(5e-3)
  })

  test.runIf(backend === 'tensorflow')('by pieces is the plain form: values within 1e-7, gradients within 1e-5 relative, on all 421,376 entries', () => {
    const [example] = cases
    const built = build(example)
    expect(built.layout.size).toBe(421_376)
    const plain = evaluate(plainly(example, built), built)
    const pieces = evaluate(byPieces(example, built), built)
    let difference = 0
    plain.values.forEach((value, index) => { difference = Math.max(difference, Math.abs(value - pieces.values[index])) })
    expect(difference).toBeLessThan(1e-7)
    expect(length(plain.gradient.map((value, index) => value - pieces.gradient[index])) / length(plain.gradient)).toBeLessThan(1e-5)
    expect(length(pieces.gradient)).toBeGreaterThan(1e-3)
  })
})
