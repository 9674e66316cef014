import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseConfig } from '../../../shared/config/validate.ts'
import type { RunConfigInput } from '../../../shared/config/schema.ts'
import { amplifierLayout, initialAmplifier, layersOf } from '../../../src-main/lab/interventions/amplifier/network.ts'
import { amplifyPlainly } from '../../../src-main/lab/interventions/amplifier/plain.ts'
import { clipNorm, scaleToNorm } from '../../../src-main/lab/interventions/gradient-scale.ts'
import { mapTensors } from '../../../src-main/lab/parameters.ts'
import { buildProgram } from '../../../src-main/lab/program.ts'
import { runEagerly } from '../../../src-main/runtime/eager-executor.ts'
import { backends, useBackend } from '../backends.ts'

const small: RunConfigInput = {
  task: { kind: 'modular', modulus: 11, trainFraction: 0.5 },
  model: { kind: 'mlp-embedding', embeddingWidth: 6, hiddenWidth: 12, embeddingTrained: false },
  loss: { kind: 'cross-entropy' },
  optimizer: { kind: 'sgd', learningRate: 1, momentum: 0 },
  measures: []
}

const valuesOf = (x: tf.Tensor): number[] => [...x.dataSync()]
const length = (values: Iterable<number>): number => Math.hypot(...values)

/** How far one step of plain descent at rate 1 goes: the norm of the gradient that the optimizer got. */
function firstStep(interventions: RunConfigInput['interventions']): number {
  const program = buildProgram(parseConfig({ ...small, interventions }))
  const executor = runEagerly(program.program)
  const before = executor.readState().parameters.slice()
  executor.run(program.trainFunction(0), program.trainFeeds(0))
  return length(executor.readState().parameters.map((value, i) => value - before[i]))
}

describe.each(backends)('norms of gradients on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test.each([1e12, 1, 1e-12, 1e-20, 1e-25])('a gradient of the order %g gets the norm c, though float32 has no squares of its entries', (order) => {
    const [x, y, z] = valuesOf(scaleToNorm(tf.tensor1d([3 * order, -4 * order, 0]), 2))
    expect([x, y, z].map((value) => value.toFixed(5))).toEqual(['1.20000', '-1.60000', '0.00000'])
  })

  test('a zero gradient stays zero, and a clip leaves what is small', () => {
    expect(valuesOf(scaleToNorm(tf.zeros([3]), 2))).toEqual([0, 0, 0])
    expect(valuesOf(clipNorm(tf.tensor1d([3e-20, -4e-20]), 1))).toEqual([3e-20, -4e-20].map(Math.fround))
    expect(length(valuesOf(clipNorm(tf.tensor1d([30, -40]), 1)))).toBeCloseTo(1, 6)
  })

  test('the amplifier gives a tiny gradient the norm c too', () => {
    const layers = layersOf(tf.tensor1d(initialAmplifier([8], 0)), [8])
    expect(amplifierLayout([8]).size).toBe(25)
    const layout = { entries: [{ name: 'all', shape: [3], offset: 0, size: 3 }], size: 3 }
    expect(length(valuesOf(amplifyPlainly(layers, tf.tensor1d([3e-22, -4e-22, 0]), layout, 0.2)))).toBeCloseTo(0.2, 5)
  })

  test('each tensor gets the norm c by itself: what an amplifier does that weighs all entries alike', () => {
    // Four tensors: weights and biases of two layers; the embedding is frozen.
    expect(firstStep([{ kind: 'gradient-normalization', norm: 0.25, scope: 'tensor' }])).toBeCloseTo(0.25 * Math.sqrt(4), 5)
    const entry = (size: number, offset: number) => ({ name: `tensor-${offset}`, shape: [size], offset, size })
    const layout = { entries: [entry(3, 0), entry(2, 3)], size: 5 }
    const equalWeights = layersOf(tf.zeros([amplifierLayout([8]).size]), [8])
    const gradient = [3, -4, 0, 1e-3, 0]
    expect(valuesOf(amplifyPlainly(equalWeights, tf.tensor1d(gradient), layout, 2)).map((value) => value.toFixed(5))).toEqual(['1.20000', '-1.60000', '0.00000', '2.00000', '0.00000'])
    expect(valuesOf(mapTensors(layout, [tf.tensor1d(gradient)], (part) => scaleToNorm(part, 2))).map((value) => value.toFixed(5)))
      .toEqual(['1.20000', '-1.60000', '0.00000', '2.00000', '0.00000'])
  })

  test('frozen weights take no part in a norm, whatever stands before it', () => {
    const normalization = { kind: 'gradient-normalization', norm: 0.25 } as const
    expect(firstStep([normalization])).toBeCloseTo(0.25, 5)
    expect(firstStep([{ kind: 'gradient-noise', deviation: 1 }, normalization])).toBeCloseTo(0.25, 5)
  })

  test('what is measured of a gradient is what the optimizer gets: nothing of a frozen embedding', () => {
    const measured = (embeddingTrained: boolean): number[] => {
      const program = buildProgram(parseConfig({
        ...small, model: { kind: 'mlp-embedding', embeddingWidth: 6, hiddenWidth: 12, embeddingTrained }, measures: ['gradient-entropy']
      }))
      const values = program.measure(runEagerly(program.program), 0)
      return [values['gradient-entropy/raw'], values['gradient-entropy/transformed']]
    }
    const [frozen, trained] = [measured(false), measured(true)]
    expect(frozen[0]).toBe(frozen[1])
    expect(frozen[0]).toBeLessThan(trained[0])
  })
})
