import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { MeasureName } from '../../shared/catalogue/measures.ts'
import type { RunConfigInput } from '../../shared/config/schema.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import { meanEmbeddingDifference, tokenUniformity } from '../../shared/numerics/uniformity.ts'
import { absoluteEntropy } from '../../shared/numerics/weight-entropy.ts'
import type { KeptTensor } from '../../src-main/lab/host-side.ts'
import { absoluteEntropy as entropyOfTensor } from '../../src-main/lab/measures/entropy.ts'
import { buildProgram, type RunProgram } from '../../src-main/lab/program.ts'
import { runEagerly } from '../../src-main/runtime/eager-executor.ts'
import { backends, useBackend } from './backends.ts'

const p = 11
const small: RunConfigInput = {
  task: { kind: 'modular', modulus: p, trainFraction: 0.5 },
  model: { kind: 'transformer', width: 8, heads: 2, mlpWidth: 16 },
  loss: { kind: 'cross-entropy' },
  optimizer: { kind: 'sgd', learningRate: 1, momentum: 0, weightDecay: 0 },
  seed: 3
}

function build(measures: MeasureName[], changes: Partial<RunConfigInput> = {}): RunProgram {
  return buildProgram(parseConfig({ ...small, measures, ...changes }))
}

const tensor = (kept: KeptTensor[], name: string): KeptTensor => kept.find((one) => one.name === name)!

describe.each(backends)('measures of the four papers on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test('the entropy of 0.5, −0.25 and 0 is 0.6931', () => {
    expect(entropyOfTensor(tf.tensor1d([0.5, -0.25, 0])).arraySync()).toBeCloseTo(Math.log(2), 6)
  })

  test('MED of the first hidden layer is that of its activations on the diagonal, worked out by hand', () => {
    const program = build(['hidden-difference'], { model: { kind: 'mlp-one-hot', hiddenWidth: 9, inputs: 'sequence' } })
    const executor = runEagerly(program.program)
    const { parameters } = executor.readState()
    const [rows, hidden] = [p + 1, 9]
    const weight = (position: number, token: number, unit: number) => parameters[((position * rows) + token) * hidden + unit]
    const bias = parameters.slice(3 * rows * hidden, 3 * rows * hidden + hidden)
    const activations = Float32Array.from({ length: p * hidden }, (_, at) => {
      const [token, unit] = [Math.floor(at / hidden), at % hidden]
      return Math.max(0, weight(0, token, unit) + weight(1, token, unit) + weight(2, p, unit) + bias[unit])
    })
    const expected = meanEmbeddingDifference(activations, { residues: p, columns: hidden, offset: 0 })
    expect(program.measure(executor, 0)['uniformity/med-hidden'] / expected).toBeCloseTo(1, 5)
  })

  test('the entropy is that of the host, from tiny to large entries', () => {
    const values = Float32Array.from({ length: 200 }, (_, i) => Math.sin(i) * 10 ** ((i % 40) - 36))
    expect(entropyOfTensor(tf.tensor1d(values)).arraySync() / absoluteEntropy(values)).toBeCloseTo(1, 5)
  })

  test('weight and gradient entropies are those of the numbers themselves', () => {
    const program = build(['weight-entropy', 'gradient-entropy'])
    const executor = runEagerly(program.program)
    const before = executor.readState().parameters
    const values = program.measure(executor, 0)
    executor.run('train', program.trainFeeds(0))
    const gradient = executor.readState().parameters.map((value, i) => before[i] - value)
    expect(values['weight-entropy/total']).toBeCloseTo(absoluteEntropy(before), 3)
    for (const { name, offset, size } of program.layout.entries) {
      expect(values[`weight-entropy/${name}`]).toBeCloseTo(absoluteEntropy(before.subarray(offset, offset + size)), 3)
    }
    expect(values['gradient-entropy/raw'] / absoluteEntropy(gradient)).toBeCloseTo(1, 4)
    expect(values['gradient-entropy/transformed']).toBe(values['gradient-entropy/raw'])
  })

  test('the transformed gradient is what interventions hand to the optimizer', () => {
    const program = build(['gradient-entropy', 'gradient-norms'], { interventions: [{ kind: 'gradient-normalization', norm: 0.5 }] })
    const executor = runEagerly(program.program)
    const before = executor.readState().parameters
    const values = program.measure(executor, 0)
    executor.run(program.trainFunction(0), program.trainFeeds(0))
    const moved = executor.readState().parameters.map((value, i) => before[i] - value)
    expect(Math.hypot(...moved)).toBeCloseTo(0.5, 4)
    expect(values['gradient-entropy/transformed'] / absoluteEntropy(moved)).toBeCloseTo(1, 4)
    const raw = moved.map((value) => value / 0.5 * values['gradient-norm/total'])
    expect(values['gradient-entropy/raw'] / absoluteEntropy(raw)).toBeCloseTo(1, 4)
  })

  test('uniformity is read from the operands’ own rows', () => {
    const offset = 4
    const program = build(['mean-embedding-difference', 'mean-embedding-difference-code', 'token-uniformity'],
      { task: { kind: 'modular', modulus: p, trainFraction: 0.5, operandOffset: offset } })
    const executor = runEagerly(program.program)
    const { data } = program.embedding(executor)
    const rows = { columns: 8, residues: p, offset }
    const values = program.measure(executor, 0)
    expect(values['uniformity/med']).toBe(meanEmbeddingDifference(data, rows))
    expect(values['uniformity/med-code-mean']).toBe(meanEmbeddingDifference(data, rows, 'code-mean'))
    expect(values['uniformity/med-code-sums']).toBe(meanEmbeddingDifference(data, rows, 'code-sums'))
    expect(values['uniformity/nearest-variation']).toBe(tokenUniformity(data, rows).nearestVariation)
  })

  test('the embedding’s gradient is what the next step moves it by, and its empty rows are the tokens that the batch lacks', () => {
    const program = build(['embedding-gradient', 'token-updates', 'token-norms'], { batch: { kind: 'minibatch', size: 4 } })
    const executor = runEagerly(program.program)
    const train = Array.from(program.parts.task.trainIndices, (row) => [...program.parts.task.inputs.subarray(2 * row, 2 * row + 2)])
    for (let done = 0; done < 5; done++) {
      const kept = program.snapshots(executor, done)
      const [gradient, updates, norms] = ['embedding-gradient', 'token-updates', 'token-norms'].map((name) => tensor(kept, name))
      expect([gradient.shape, updates.shape, norms.shape]).toEqual([[p + 1, 8], [p + 1], [p + 1]])
      const before = executor.readState().parameters
      executor.run('train', program.trainFeeds(done))
      const after = executor.readState().parameters
      const { offset } = program.layout.entries.find(({ name }) => name === 'embedding')!
      gradient.data.forEach((value, at) => { expect(before[offset + at] - after[offset + at]).toBeCloseTo(value, 5) })
      const seen = new Set(Array.from(program.trainFeeds(done).indices).flatMap((position) => train[position]))
      const expected = Array.from({ length: p + 1 }, (_, token) => (token === p || seen.has(token) ? 1 : 0))
      expect([...updates.data]).toEqual(expected)
      const row = (token: number): Float32Array => Float32Array.from(before.subarray(offset + 8 * token, offset + 8 * (token + 1)))
      norms.data.forEach((norm, token) => { expect(norm).toBeCloseTo(Math.hypot(...row(token)), 5) })
    }
  })

  test('a model without a trained embedding keeps the norms of what it shows', () => {
    const program = build(['token-norms'], { model: { kind: 'quadratic-mlp', hiddenWidth: 6 } })
    const kept = program.snapshots(runEagerly(program.program), 0)
    expect(kept.map(({ name, shape }) => [name, shape])).toEqual([['embedding', [p, 6]], ['token-norms', [p]]])
  })

  test.each([[64, 1.36], [128, 1.08], [256, 1.005]])('batches of %i at p = 97 update so many tokens that f_W / f_E is %f', (size, expected) => {
    const program = build(['token-updates'], {
      task: { kind: 'modular', modulus: 97, trainFraction: 0.3 },
      model: { kind: 'mlp-embedding', embeddingWidth: 2, hiddenWidth: 8, hiddenLayers: 1 }, batch: { kind: 'minibatch', size }
    })
    const executor = runEagerly(program.program)
    const shares = Array.from({ length: 40 }, (_, done) => tensor(program.snapshots(executor, done), 'token-updates').data.subarray(0, 97))
      .map((updates) => updates.reduce((sum, value) => sum + value, 0) / 97)
    const frequency = shares.reduce((sum, share) => sum + share, 0) / shares.length
    expect(Math.abs(1 / frequency - expected)).toBeLessThan(0.02 * expected)
  })
})
