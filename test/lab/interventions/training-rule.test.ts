import { beforeAll, describe, expect, test } from 'vitest'
import { interventionKinds } from '../../../shared/catalogue/interventions/index.ts'
import type { RunConfigInput } from '../../../shared/config/schema.ts'
import { parseConfig } from '../../../shared/config/validate.ts'
import { singularValues } from '../../../shared/numerics/singular-values.ts'
import type { Executor } from '../../../shared/program.ts'
import { entryOf, weightCount } from '../../../src-main/lab/parameters.ts'
import { buildProgram, type RunProgram } from '../../../src-main/lab/program.ts'
import { runEagerly } from '../../../src-main/runtime/eager-executor.ts'
import { backends, useBackend } from '../backends.ts'
import { relativeError } from '../derivatives.ts'

const small: RunConfigInput = {
  task: { kind: 'modular', modulus: 11, trainFraction: 0.5 },
  model: { kind: 'mlp-embedding', embeddingWidth: 6, hiddenWidth: 12 },
  loss: { kind: 'cross-entropy' },
  optimizer: { kind: 'adamw', learningRate: 0.01, weightDecay: 0 },
  batch: { kind: 'minibatch', size: 12 },
  measures: []
}

/** Settings with which a short run on a small model shows what an intervention does. */
const smaller: Partial<Record<string, object>> = {
  'neural-amplifier': { hiddenWidth: 8, outerFraction: 0.05, outerInterval: 2, pieces: 64 }, 'grokfast-ma': { window: 3 }
}

function start(changes: Partial<RunConfigInput>): { program: RunProgram; executor: Executor; initial: Float32Array } {
  const program = buildProgram(parseConfig({ ...small, ...changes }))
  const executor = runEagerly(program.program)
  return { program, executor, initial: executor.readState().parameters as Float32Array }
}

function train({ program, executor }: { program: RunProgram; executor: Executor }, steps: number, from = 0): number[] {
  return Array.from({ length: steps }, (_, i) => executor.run(program.trainFunction(from + i), program.trainFeeds(from + i)).loss[0])
}

const weights = ({ executor }: { executor: Executor }): Float32Array => executor.readState().parameters as Float32Array

describe.each(backends)('changes to the training rule on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test('decay only: weights shrink by (1 − rate · decay) each step, whatever the loss', () => {
    const run = start({ interventions: [{ kind: 'decay-only' }], optimizer: { kind: 'adamw', learningRate: 0.01, weightDecay: 1 } })
    train(run, 10)
    expect(relativeError(weights(run), run.initial.map((value) => value * 0.99 ** 10))).toBeLessThan(1e-6)
  })

  test('a ratio of 0 is a frozen embedding; a ratio of 1 changes nothing', () => {
    const [zero, frozen, one, plain] = [
      start({ interventions: [{ kind: 'embedding-rate', ratio: 0 }] }),
      start({ model: { kind: 'mlp-embedding', embeddingWidth: 6, hiddenWidth: 12, embeddingTrained: false } }),
      start({ interventions: [{ kind: 'embedding-rate', ratio: 1 }] }),
      start({})
    ]
    for (const run of [zero, frozen, one, plain]) train(run, 5)
    expect(weights(zero)).toEqual(weights(frozen))
    expect(weights(one)).toEqual(weights(plain))
    expect(weights(frozen).slice(0, 66)).toEqual(frozen.initial.slice(0, 66))
    expect(weights(plain).slice(0, 66)).not.toEqual(plain.initial.slice(0, 66))
  })

  test.each(interventionKinds.map(({ entries }) => entries.kind.literal))('%s leaves zeros behind the last weight', (kind) => {
    const optimizer = { kind: 'adamw', learningRate: 0.01 } as const
    const { program, executor } = start({ optimizer, interventions: [{ kind, ...smaller[kind] }] as RunConfigInput['interventions'] })
    train({ program, executor }, 5)
    const [count, { size }] = [weightCount(program.layout), program.layout]
    const state = executor.readState()
    const vectors = Object.entries(program.program.state).filter(([, { shape }]) => shape.at(-1) === size).map(([name]) => state[name])
    expect(size).toBeGreaterThan(count)
    expect(vectors.length).toBeGreaterThanOrEqual(3)
    for (const vector of vectors) expect(vector.filter((_, index) => index % size >= count && vector[index] !== 0)).toHaveLength(0)
  })

  test('a window of one gradient and λ 2 is three times the gradient', () => {
    const optimizer = { kind: 'sgd', learningRate: 0.01, momentum: 0 } as const
    const [windowed, faster] = [start({ optimizer, interventions: [{ kind: 'grokfast-ma', window: 1, lambda: 2 }] }), start({ optimizer: { ...optimizer, learningRate: 0.03 } })]
    for (const run of [windowed, faster]) train(run, 5)
    expect(relativeError(weights(windowed), weights(faster))).toBeLessThan(1e-5)
  })

  test('weight noise: the loss is that of disturbed weights, the stored ones stay clean', () => {
    const [noisy, plain] = [start({ interventions: [{ kind: 'weight-noise', deviation: 0.3 }] }), start({})]
    const still = { kind: 'sgd', learningRate: 0 } as const
    const [disturbed, clean] = [start({ interventions: [{ kind: 'weight-noise', deviation: 0.3 }], optimizer: still }), start({ optimizer: still })]
    const [a, b] = [train(disturbed, 5), train(clean, 5)]
    expect(a.every((loss, i) => Math.abs(loss - b[i]) > 1e-4)).toBe(true)
    expect(weights(disturbed)).toEqual(disturbed.initial)
    train(noisy, 3)
    train(plain, 3)
    expect(weights(noisy)).not.toEqual(weights(plain))
  })

  test('update noise: with a gradient of 0 each step adds rate / (1 − β₁ᵗ) · σ · ξ', () => {
    const run = start({
      interventions: [{ kind: 'decay-only' }, { kind: 'update-noise', deviation: 2 }], optimizer: { kind: 'adamw', learningRate: 0.01, weightDecay: 0, beta1: 0 }
    })
    train(run, 1)
    const moves = weights(run).map((value, i) => (value - run.initial[i]) / (0.01 * 2))
    const mean = moves.reduce((sum, value) => sum + value, 0) / moves.length
    const deviation = Math.sqrt(moves.reduce((sum, value) => sum + value ** 2, 0) / moves.length)
    expect(Math.abs(mean)).toBeLessThan(0.15)
    expect(Math.abs(deviation - 1)).toBeLessThan(0.1)
  })

  test('noise is new at each step, and the same again for the same seed and step', () => {
    const noisy = { interventions: [{ kind: 'update-noise' as const }] }
    const [whole, halves] = [start(noisy), start(noisy)]
    train(whole, 6)
    train(halves, 3)
    const resumed = start(noisy)
    resumed.executor.writeState(halves.executor.readState())
    train(resumed, 3, 3)
    expect(weights(resumed)).toEqual(weights(whole))
  })

  test.each([5, 60])('the adaptive ratio is σ_max(E) / σ_max(W) / f_E after %i steps, as the singular value decomposition has it', (steps) => {
    const model = { kind: 'mlp-embedding', embeddingWidth: 16, hiddenWidth: 24 } as const
    const run = start({ model, interventions: [{ kind: 'adaptive-embedding-rate', everySteps: 5, smallest: 0, largest: 1000, smoothing: 0 }] })
    train(run, steps)
    const before = weights(run)
    train(run, 1, steps)
    const measured = run.program.measure(run.executor, steps + 1)
    const sigma = (name: string): number => {
      const { offset, size, shape } = entryOf(run.program.layout, name)
      return singularValues(before.slice(offset, offset + size), shape[0], shape[1])[0]
    }
    expect(measured['adaptive-embedding-rate/sigma-embedding'] / sigma('embedding')).toBeCloseTo(1, 4)
    expect(measured['adaptive-embedding-rate/sigma-first'] / sigma('hidden-1')).toBeCloseTo(1, 4)
    const rows = measured['adaptive-embedding-rate/frequency'] * 11
    expect(rows).toBeGreaterThan(6)
    expect(rows).toBeCloseTo(Math.round(rows), 4)
    const expected = measured['adaptive-embedding-rate/sigma-embedding'] / measured['adaptive-embedding-rate/sigma-first'] / measured['adaptive-embedding-rate/frequency']
    expect(measured['adaptive-embedding-rate/ratio']).toBeCloseTo(expected, 4)
  })

  test('the adaptive ratio of an embedding of zeros without a gradient is its lower bound', () => {
    const model = { kind: 'mlp-embedding', embeddingWidth: 6, hiddenWidth: 12, embeddingScale: 0 } as const
    const run = start({ model, interventions: [{ kind: 'adaptive-embedding-rate', everySteps: 1, smoothing: 0, smallest: 0.5 }] })
    expect(train(run, 3).every(Number.isFinite)).toBe(true)
    const measured = run.program.measure(run.executor, 3)
    expect(measured).toMatchObject({ 'adaptive-embedding-rate/frequency': 0, 'adaptive-embedding-rate/sigma-embedding': 0, 'adaptive-embedding-rate/ratio': 0.5 })
  })

  test('the first adaptive ratio is already that of the weights and of the batch that the run starts from', () => {
    const run = start({ interventions: [{ kind: 'adaptive-embedding-rate', smallest: 0, largest: 1000 }] })
    train(run, 1)
    const measured = run.program.measure(run.executor, 1)
    const [embedding, first] = ['embedding', 'hidden-1'].map((name) => {
      const { offset, size, shape } = entryOf(run.program.layout, name)
      return singularValues(run.initial.slice(offset, offset + size), shape[0], shape[1])[0]
    })
    expect(measured['adaptive-embedding-rate/sigma-embedding'] / embedding).toBeCloseTo(1, 3)
    expect(measured['adaptive-embedding-rate/sigma-first'] / first).toBeCloseTo(1, 3)
    const { inputs, trainIndices } = run.program.parts.task
    const examples = Array.from(run.program.trainFeeds(0).indices, (position) => trainIndices[position])
    const share = new Set(examples.flatMap((example) => [inputs[2 * example], inputs[2 * example + 1]])).size / 11
    expect(share).toBeLessThan(1)
    expect(measured['adaptive-embedding-rate/frequency']).toBeCloseTo(share, 5)
    expect(measured['adaptive-embedding-rate/ratio'] / (embedding / first / share)).toBeCloseTo(1, 2)
  })

  test('the adaptive ratio stays constant between two settings, within its bounds', () => {
    const run = start({ interventions: [{ kind: 'adaptive-embedding-rate', everySteps: 4, smallest: 3, largest: 3.5 }] })
    const ratios = Array.from({ length: 9 }, (_, done) => {
      train(run, 1, done)
      return run.program.measure(run.executor, done + 1)['adaptive-embedding-rate/ratio']
    })
    expect(new Set(ratios.slice(0, 4)).size).toBe(1)
    expect(Math.min(...ratios)).toBeGreaterThanOrEqual(3)
    expect(Math.max(...ratios)).toBeLessThanOrEqual(3.5)
  })

  test('dropout disturbs training steps and no measurement', () => {
    const model = { kind: 'mlp-embedding', embeddingWidth: 6, hiddenWidth: 12, dropout: 0.5 } as const
    const still = { kind: 'sgd', learningRate: 0 } as const
    const run = start({ model, optimizer: still, batch: { kind: 'full' } })
    const [first, second] = train(run, 2)
    const { 'train/loss': measured } = run.program.measure(run.executor, 2)
    expect(new Set([first, second, measured]).size).toBe(3)
    expect(run.program.measure(run.executor, 2)['train/loss']).toBe(measured)
  })
})
