import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseConfig } from '../../shared/config/validate.ts'
import { buildProgram } from '../../src-main/lab/program.ts'
import { statelessUniform } from '../../src-main/lab/primitives/stateless-random.ts'
import { runEagerly } from '../../src-main/runtime/eager-executor.ts'
import { backends, useBackend } from './backends.ts'

const p = 11

/** In how many of 60 batches of 6 each token got a gradient, where the averages of all norms are set to those given before each step. */
function touchedBatches(norms: Float32Array, temperature: number): number[] {
  const program = buildProgram(parseConfig({
    task: { kind: 'modular', modulus: p, trainFraction: 0.5 }, model: { kind: 'mlp-embedding', embeddingWidth: 6, hiddenWidth: 12 },
    loss: { kind: 'cross-entropy' }, optimizer: { kind: 'sgd', learningRate: 0 }, measures: [],
    batch: { kind: 'token-frequency', size: 6, temperature, smoothing: 0 }
  }))
  const executor = runEagerly(program.program)
  const counts = new Array<number>(p).fill(0)
  for (let done = 0; done < 60; done++) {
    executor.writeState({ ...executor.readState(), 'batch/gradient-norm': norms })
    executor.run('train', program.trainFeeds(done))
    executor.readState()['batch/gradient-norm'].forEach((norm, token) => { counts[token] += norm > 0 ? 1 : 0 })
  }
  executor.dispose()
  program.dispose()
  return counts
}

const oneLarge = new Float32Array(p)
oneLarge[3] = 1

describe.each(backends)('batches by token frequency on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test('favour a token with a large gradient: with exp(L² / γ) = e⁸ its pairs fill every batch', () => {
    const counts = touchedBatches(oneLarge, 1 / 8)
    expect(counts[3]).toBe(60)
  })

  test('are drawn evenly at a high temperature', () => {
    const counts = touchedBatches(oneLarge, 1e6)
    expect(counts[3]).toBeLessThan(60)
    for (const count of counts) expect(Math.abs(count - counts.reduce((a, b) => a + b) / p)).toBeLessThan(20)
  })

  test('draw from other random numbers than the first dropout mask of the step', () => {
    const program = buildProgram(parseConfig({
      task: { kind: 'modular', modulus: p, trainFraction: 0.5 }, model: { kind: 'transformer', width: 8, heads: 1, mlpWidth: 8, dropout: 0.5 },
      loss: { kind: 'cross-entropy' }, optimizer: { kind: 'sgd' }, batch: { kind: 'token-frequency', size: 6 }
    }))
    const { batches, sets: { train } } = program.parts
    const seed = tf.tensor1d([17, 4], 'int32')
    const chosen = batches.choose({ train, feeds: {}, state: { 'gradient-norm': tf.zeros([p + 1]) }, seed })
    const numbers = statelessUniform([train.targets.shape[0]], seed).dataSync()
    const largest = [...numbers.keys()].sort((a, b) => numbers[b] - numbers[a]).slice(0, 6)
    const targets = train.targets.dataSync()
    expect([...chosen.targets.dataSync()]).not.toEqual(largest.map((row) => targets[row]))
    program.dispose()
  })

  test('are the same again for the same seed', () => {
    expect(touchedBatches(oneLarge, 1)).toEqual(touchedBatches(oneLarge, 1))
  })
})
