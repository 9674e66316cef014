import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { presets } from '../../shared/config/presets.ts'
import type { RunConfigInput } from '../../shared/config/schema.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import type { Executor } from '../../shared/program.ts'
import { buildProgram, type RunProgram } from '../../src-main/lab/program.ts'
import { runEagerly } from '../../src-main/runtime/eager-executor.ts'
import { backends, useBackend } from './backends.ts'
import { relativeError } from './derivatives.ts'

const small: RunConfigInput = {
  task: { kind: 'modular', modulus: 7, trainFraction: 0.5 },
  model: { kind: 'transformer', width: 8, heads: 2, mlpWidth: 16 },
  loss: { kind: 'cross-entropy' },
  optimizer: { kind: 'adamw', learningRate: 0.01 },
  seed: 3
}

const build = (changes: Partial<RunConfigInput> = {}): RunProgram => buildProgram(parseConfig({ ...small, ...changes }))

function train(program: RunProgram, executor: Executor, from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => executor.run(program.trainFunction(from + i), program.trainFeeds(from + i)).loss[0])
}

describe.each(backends)('a run’s program on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test('measures every series of the catalogue, named by its tensors', () => {
    const program = build()
    const values = program.measure(runEagerly(program.program), 0)
    const tensors = program.layout.entries.map(({ name }) => name)
    const perTensor = ['weight-norm', 'gradient-norm'].flatMap((prefix) => ['total', ...tensors].map((name) => `${prefix}/${name}`))
    const sets = ['train/loss', 'train/accuracy', 'test/loss', 'test/accuracy']
    const others = [...sets, 'embedding/gini', 'embedding/key-frequencies', 'embedding/largest-share', 'uniformity/med']
    expect(Object.keys(values).toSorted()).toEqual([...perTensor, ...others].toSorted())
    expect(Object.values(values).every(Number.isFinite)).toBe(true)
  })

  test('the mainline starts at the loss and accuracy of a guess', () => {
    const { config } = presets.find(({ name }) => name === 'mainline')!
    const program = buildProgram(parseConfig({ ...config, measures: [] }))
    const values = program.measure(runEagerly(program.program), 0)
    for (const set of ['train', 'test']) {
      expect(Math.abs(values[`${set}/loss`] - Math.log(113))).toBeLessThan(0.1)
      expect(values[`${set}/accuracy`]).toBeLessThan(0.02)
    }
  })

  test('all right is an accuracy of 1, also where float32 has no such share: 41 · (1 / 41) is 0.99999994', () => {
    const program = buildProgram(parseConfig({
      task: { kind: 'modular', modulus: 7, trainFraction: 0.84 }, model: { kind: 'mlp-one-hot', hiddenWidth: 64 }, loss: { kind: 'cross-entropy' },
      optimizer: { kind: 'adam', learningRate: 0.02 }, measures: []
    }))
    const executor = runEagerly(program.program)
    for (let done = 0; done < 120; done++) executor.run(program.trainFunction(done), program.trainFeeds(done))
    expect(program.parts.sets.train.targets.shape).toEqual([41])
    expect(Math.fround(41 * Math.fround(1 / 41))).toBeLessThan(1)
    expect(program.measure(executor, 120)['train/accuracy']).toBe(1)
  })

  test('computes the selected measures only, and loss and accuracy always', () => {
    const program = build({ measures: [] })
    expect(Object.keys(program.measure(runEagerly(program.program), 0))).toEqual(['train/loss', 'train/accuracy', 'test/loss', 'test/accuracy'])
  })

  test('norms are those of the weights', () => {
    const program = build()
    const executor = runEagerly(program.program)
    const values = program.measure(executor, 0)
    const weights = executor.readState().parameters
    const norm = (part: ArrayLike<number>) => Math.hypot(...Array.from(part))
    expect(values['weight-norm/total']).toBeCloseTo(norm(weights), 4)
    for (const { name, offset, size } of program.layout.entries) {
      expect(values[`weight-norm/${name}`], name).toBeCloseTo(norm(weights.subarray(offset, offset + size)), 4)
    }
  })

  test('the gradient norm is what plain descent moves the weights by', () => {
    const program = build({ optimizer: { kind: 'sgd', learningRate: 1, momentum: 0, weightDecay: 0 } })
    const executor = runEagerly(program.program)
    const before = executor.readState().parameters
    const norm = program.measure(executor, 0)['gradient-norm/total']
    train(program, executor, 0, 1)
    const moved = Array.from(executor.readState().parameters, (value, i) => value - before[i])
    expect(norm).toBeCloseTo(Math.hypot(...moved), 4)
  })

  test('measuring changes nothing', () => {
    const program = build()
    const executor = runEagerly(program.program)
    const before = executor.readState()
    expect(program.measure(executor, 0)).toEqual(program.measure(executor, 0))
    expect(executor.readState()).toEqual(before)
  })

  test('the loss of a step is that of the weights it starts from', () => {
    const program = build()
    const executor = runEagerly(program.program)
    const before = program.measure(executor, 0)['train/loss']
    expect(train(program, executor, 0, 1)[0]).toBeCloseTo(before, 5)
  })

  test.each([
    ['full batch', {}], ['minibatch', { batch: { kind: 'minibatch', size: 8 } }], ['minibatch with its rest', { batch: { kind: 'minibatch', size: 10, lastBatch: 'keep' } }]
  ] as [string, Partial<RunConfigInput>][])(
    '%s: goes on from saved state bit by bit', (_, changes) => {
      const whole = build(changes)
      const uninterrupted = runEagerly(whole.program)
      const losses = train(whole, uninterrupted, 0, 9)
      const first = build(changes)
      const stopped = runEagerly(first.program)
      train(first, stopped, 0, 4)
      const second = build(changes)
      const resumed = runEagerly(second.program)
      resumed.writeState(stopped.readState())
      expect(train(second, resumed, 4, 9)).toEqual(losses.slice(4))
      expect(resumed.readState()).toEqual(uninterrupted.readState())
    })

  test('a minibatch as large as the training set takes the full batch’s steps', () => {
    const full = build()
    const mini = build({ batch: { kind: 'minibatch', size: 24 } })
    const losses = (program: RunProgram) => train(program, runEagerly(program.program), 0, 5)
    expect(relativeError(losses(mini), losses(full))).toBeLessThan(1e-5)
  })

  test('the batches of an epoch with its short rest are the training set', () => {
    const still = { kind: 'sgd', learningRate: 0 } as const
    const [whole, parts] = [build({ optimizer: still }), build({ optimizer: still, batch: { kind: 'minibatch', size: 10, lastBatch: 'keep' } })]
    const [loss] = train(whole, runEagerly(whole.program), 0, 1)
    const [first, second, rest] = train(parts, runEagerly(parts.program), 0, 3)
    expect((10 * first + 10 * second + 4 * rest) / 24).toBeCloseTo(loss, 5)
  })

  test('has a function for each step: with and without the outer step, on a whole and on a short batch', () => {
    const program = build({
      batch: { kind: 'minibatch', size: 10, lastBatch: 'keep' }, interventions: [{ kind: 'neural-amplifier', hiddenWidth: 4, outerFraction: 0.03, outerInterval: 2 }]
    })
    const names = Array.from({ length: 6 }, (_, done) => program.trainFunction(done))
    expect(names).toEqual(['train', 'train-every-2', 'train-short', 'train-every-2', 'train', 'train-every-2-short'])
    expect(train(program, runEagerly(program.program), 0, 6).every(Number.isFinite)).toBe(true)
  })

  test('names the first tensor that is not finite', () => {
    const program = build()
    const executor = runEagerly(program.program)
    expect(program.nonFiniteTensor(executor)).toBeNull()
    const state = executor.readState()
    const entry = program.layout.entries.find(({ name }) => name === 'layer-1/mlp-input')!
    state.parameters[entry.offset + 3] = NaN
    state.parameters[program.layout.size - 1] = Infinity
    executor.writeState(state)
    expect(program.nonFiniteTensor(executor)).toBe('layer-1/mlp-input')
  })

  test('gives the embedding of the operands, without that of "="', () => {
    const program = build()
    const executor = runEagerly(program.program)
    const { data, shape } = program.embedding(executor)
    expect(shape).toEqual([7, 8])
    expect(data).toEqual(executor.readState().parameters.slice(0, 56))
  })

  test('training and measuring leave no tensor behind', () => {
    const program = build({ batch: { kind: 'minibatch', size: 8 } })
    const executor = runEagerly(program.program)
    const cycle = (done: number) => { train(program, executor, done, done + 1); program.measure(executor, 0) }
    cycle(0)
    const before = tf.memory().numTensors
    for (let done = 1; done < 6; done++) cycle(done)
    expect(tf.memory().numTensors).toBe(before)
    executor.dispose()
    program.dispose()
  })

  test('a diverging run stops at the weights whose loss is not finite, and names the tensor', () => {
    const program = build({ optimizer: { kind: 'sgd', learningRate: 100, momentum: 0.9 } })
    const executor = runEagerly(program.program)
    let [done, loss] = [0, 0]
    let before = executor.readState().parameters
    while (Number.isFinite(loss) && done < 100) {
      before = executor.readState().parameters
      loss = train(program, executor, done, ++done)[0]
    }
    expect(loss).not.toSatisfy(Number.isFinite)
    expect(executor.readState().parameters).toEqual(before)
    expect(program.nonFiniteTensor(executor)).toMatch(/^the (logits|training loss)$/)
  })
})
