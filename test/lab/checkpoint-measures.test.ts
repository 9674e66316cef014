import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { MeasureName } from '../../shared/catalogue/measures.ts'
import type { RunConfigInput } from '../../shared/config/schema.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import { exampleSet } from '../../src-main/lab/example-set.ts'
import { buildMeasuring } from '../../src-main/lab/measuring.ts'
import { hessianProductFunction } from '../../src-main/lab/measures/hessian-eigenvalues.ts'
import { coupledProduct } from '../../src-main/lab/measures/ranks.ts'
import { buildNetwork, meanLoss } from '../../src-main/lab/network.ts'
import { entryOf, initialParameters, splitParameters } from '../../src-main/lab/parameters.ts'
import { buildTask } from '../../src-main/lab/tasks/index.ts'
import { runEagerly } from '../../src-main/runtime/eager-executor.ts'
import { backends, useBackend } from './backends.ts'
import { centralDifference, randomTensor, relativeError } from './derivatives.ts'

type Blocks = Record<'embedding' | 'first-weights', number>
interface Case {
  name: string
  config: RunConfigInput
  weights: Record<string, number[]>
  largest: Blocks
  smallest: Blocks
  progress: { keys: number[]; values: number[] }
}

const { cases } = JSON.parse(readFileSync(new URL('fixtures/checkpoint-measures.json', import.meta.url), 'utf8')) as { cases: Case[] }

/** Measures at given weights; `last` are those of the run's last checkpoint. */
function measureAt(input: RunConfigInput, names: MeasureName[], weights: Record<string, number[]>, last = weights): Record<string, number> {
  const config = parseConfig(input)
  const measuring = buildMeasuring(config, names)
  const { layout } = buildNetwork(config, buildTask(config))
  const flat = (tensors: Record<string, number[]>) => {
    const vector = new Float32Array(layout.size)
    vector.set(layout.entries.flatMap(({ name }) => tensors[name]))
    return vector
  }
  const executor = runEagerly(measuring.program)
  executor.writeState({ parameters: flat(last) })
  measuring.prepare(executor)
  executor.writeState({ parameters: flat(weights) })
  const told: number[] = []
  const values = measuring.measure(executor, (fraction) => told.push(fraction))
  expect(told.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true)
  expect(Object.keys(values)).toEqual(measuring.series)
  executor.dispose()
  measuring.dispose()
  return values
}

describe.each(backends)('measures on checkpoints on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test.each(['hessian-eigenvalues', 'ranks', 'progress-measures'] as const)('%s of weights that are not finite are NaN', (name) => {
    const [{ config, weights }] = cases
    const broken = Object.fromEntries(Object.entries(weights).map(([tensor, values]) =>
      [tensor, values.map((value, at) => (at === 0 ? NaN : value))]))
    expect(Object.values(measureAt(config, [name], broken)).every(Number.isNaN)).toBe(true)
  })

  test.each(cases)('$name: the top Hessian eigenvalues are those of the whole blocks in PyTorch', ({ config, weights, largest, smallest }) => {
    const values = measureAt(config, ['hessian-eigenvalues'], weights)
    for (const block of ['embedding', 'first-weights'] as const) {
      const range = largest[block] - smallest[block]
      const difference = largest[block] - values[`hessian-eigenvalue/${block}`]
      expect(difference, block).toBeLessThan(1e-4 * range)
      expect(difference, block).toBeGreaterThan(-1e-4 * range)
    }
  })

  test.each(cases)('$name: restricted and excluded loss are those of PyTorch, with key frequencies from the last checkpoint', ({ config, weights, progress }) => {
    const values = measureAt(config, ['progress-measures'], weights)
    expect(relativeError(Object.values(values), progress.values)).toBeLessThan(2e-5)
  })

  test('key frequencies do not follow the checkpoint that is measured', () => {
    const [atStart, trained] = cases.filter(({ name }) => name.startsWith('transformer'))
    expect([atStart.progress.keys, trained.progress.keys]).toEqual([[1, 2, 3, 4, 5], [3]])
    const own = measureAt(trained.config, ['progress-measures'], trained.weights)
    const declared = measureAt(trained.config, ['progress-measures'], trained.weights, atStart.weights)
    expect(Math.abs(own['excluded-loss/train'] - declared['excluded-loss/train'])).toBeGreaterThan(0.1)
  })

  test('ranks see through what float32 leaves of a matrix of low rank', () => {
    const { config, weights } = cases[0]
    const pattern = (rows: number, columns: number, rank: number, tiny = 0): number[] => Array.from({ length: rows * columns }, (_, at) => {
      const [row, column] = [Math.floor(at / columns), at % columns]
      const parts = Array.from({ length: rank }, (_, k) => Math.sin((k + 1) * (row + 1)) * Math.cos((k + 2) * (column + 1)))
      return parts.reduce((sum, part) => sum + part, 0) + (row === column ? tiny : 0)
    })
    const changed = { ...weights, 'embedding': pattern(11, 6, 4, 2e-4), 'hidden-1': pattern(12, 16, 3) }
    const values = measureAt(config, ['ranks'], changed)
    expect(values).toMatchObject({ 'rank/embedding': 6, 'rank-thousandth/embedding': 4, 'rank/first-weights': 3, 'rank-thousandth/first-weights': 3 })
    expect(values['rank-thousandth/product']).toBeLessThanOrEqual(4)
    const e = tf.tensor2d(changed.embedding, [11, 6])
    const gram = tf.matMul(e, e, true, false)
    const top = Array.from({ length: 50 }).reduce<tf.Tensor2D>((v) => tf.div(tf.matMul(gram, v), tf.norm(tf.matMul(gram, v))), tf.ones([6, 1]))
    expect(values['singular-value/embedding']).toBeCloseTo(tf.norm(tf.matMul(e, top)).dataSync()[0], 4)
  })

  const smooth = { width: 8, heads: 2, mlpWidth: 12, activation: 'gelu' }
  test.each([
    ['MLP', { kind: 'mlp-embedding', embeddingWidth: 6, hiddenWidth: 16, activation: 'gelu' }, ['embedding', 'hidden-1']],
    ['transformer', { kind: 'transformer', layers: 1, ...smooth }, ['embedding', 'layer-1/value']],
    ['two-layer transformer with LayerNorm', { kind: 'transformer', layers: 2, ...smooth, normalization: 'pre' }, ['embedding', 'layer-1/value']],
    ['LSTM', { kind: 'lstm' }, ['embedding', 'input']]
  ] as [string, RunConfigInput['model'], string[]][])('%s: Hessian products of each block agree with central differences of gradients', (_, model, blocks) => {
    const config = parseConfig({ ...cases[5].config, model })
    const task = buildTask(config)
    const network = buildNetwork(config, task)
    const set = exampleSet(task, task.trainIndices)
    const parameters = tf.tensor1d(initialParameters(network.model.parameters, 3))
    const tensors = splitParameters(parameters, network.layout)
    for (const name of blocks) {
      const entry = entryOf(network.layout, name)
      const position = network.layout.entries.indexOf(entry)
      const direction = tf.div(randomTensor(entry.shape, 5), Math.sqrt(entry.size))
      const gradient = tf.grad((block: tf.Tensor) => meanLoss(network, tensors.with(position, block), set))
      const { product } = hessianProductFunction(network, set, entry).run({ parameters }, { direction: tf.reshape(direction, [entry.size]) }).outputs
      expect(relativeError(product.dataSync(), centralDifference(gradient, tensors[position], direction, 0.05)), name).toBeLessThan(2e-2)
    }
  })
})

test('E·Wᵀ of several positions has the product of each side by side', () => {
  const embedding = { data: [1, 2, 3, 4, 5, 6], rows: 3, columns: 2 }
  const firstWeights = { data: [1, 0, 0, 1, 10, 0, 0, 100], rows: 4, columns: 2 }
  expect(coupledProduct(embedding, firstWeights)).toEqual({ rows: 3, columns: 4, data: Float64Array.of(1, 2, 10, 200, 3, 4, 30, 400, 5, 6, 50, 600) })
})

describe('what does not fit a measure', () => {
  const refusal = (config: RunConfigInput, name: MeasureName) => () => buildMeasuring(parseConfig(config), [name])
  const base = cases[0].config
  test('is refused with the reason', () => {
    expect(refusal({ ...base, model: { kind: 'quadratic-mlp' } }, 'hessian-eigenvalues')).toThrow(/needs a trained embedding, and the model quadratic-mlp has none/)
    expect(refusal({ ...base, model: { kind: 'mlp-embedding', embeddingTrained: false } }, 'ranks')).toThrow(/needs a trained embedding, and that of this run is frozen/)
    expect(refusal({ ...base, task: { kind: 'modular', operation: 'divide', modulus: 11 } }, 'progress-measures')).toThrow(/x \+ y or x − y alone, which divide mod 11 is not/)
    expect(refusal(base, 'weight-norms')).toThrow(/computed while a run trains/)
  })
})
