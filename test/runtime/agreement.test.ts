import { fork } from 'node:child_process'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { batchKinds } from '../../shared/catalogue/batches/index.ts'
import { interventionKinds } from '../../shared/catalogue/interventions/index.ts'
import { lossKinds } from '../../shared/catalogue/losses/index.ts'
import { modelKinds } from '../../shared/catalogue/models/index.ts'
import { optimizerKinds } from '../../shared/catalogue/optimizers/index.ts'
import type { RunConfig } from '../../shared/config/schema.ts'
import { parseConfig } from '../../shared/config/validate.ts'

type How = 'compiled' | 'compiled with XLA' | 'eager' | 'portable'
interface Curve { losses: number[]; weights: Float32Array }

const kinds = (list: readonly { entries: { kind: { literal: string } } }[]): string[] => list.map(({ entries }) => entries.kind.literal)

/** Small enough to run all of them in seconds; large enough that every op has work. */
const models: Record<string, object> = {
  'transformer': { layers: 2, width: 16, heads: 2, mlpWidth: 32 },
  'mlp-embedding': { embeddingWidth: 12, hiddenWidth: 24, activation: 'gelu' },
  'mlp-one-hot': { hiddenWidth: 24 },
  'mlp-numbers': { hiddenWidth: 24, scaling: 'residues' },
  'lstm': { hiddenWidth: 8, embeddingWidth: 6 },
  'quadratic-mlp': { hiddenWidth: 32 },
  'resnet-18': { width: 2 }
}

const images = { kind: 'polygons', dictionarySize: 3, imageSize: 16, trainFraction: 0.5 }

/**
 * Steps after which executors may part. In flat parts of an image all units stand at their kinks alike, and rounding decides to which side:
 * from some step on curves of a convolutional network differ by thousandths; which step that is depends on the processor (13 on one of them).
 */
const exactSteps = ({ model }: RunConfig): number => model.kind === 'resnet-18' ? 10 : 50

/** XLA compiles every config: a minute on an idle machine. */
const slowestMilliseconds = 400_000

interface Choice { model?: string; shape?: object; loss?: string; optimizer?: string; batch?: object; interventions?: object[] }

const few = { kind: 'minibatch', size: 20 }

function configOf({
  model = 'mlp-embedding', shape = models[model], loss = 'cross-entropy', optimizer = 'adamw', batch = { kind: 'full' }, interventions = []
}: Choice): RunConfig {
  return parseConfig({
    task: model === 'resnet-18' ? images : { kind: 'modular', operation: 'add', modulus: 13, trainFraction: 0.5 },
    model: { kind: model, ...shape }, loss: { kind: loss },
    optimizer: { kind: optimizer, learningRate: optimizer === 'sgd' ? 0.05 : 2e-3, warmupSteps: 5, weightDecay: 0.1 }, batch, interventions, stop: { maximumSteps: 50 }
  })
}

/** What an intervention needs beyond its defaults to be run on so small a model. */
const interventionSettings: Record<string, object> = {
  'adaptive-embedding-rate': { everySteps: 10 }, 'update-noise': { deviation: 0.1 }, 'grokfast-ma': { window: 8, lambda: 1 },
  'neural-amplifier': { hiddenWidth: 12, outerFraction: 0.05, outerLearningRate: 0.01, pieces: 128 }
}
/** The loss does not fall without its gradient. */
const doesNotLearn = ['decay-only']

/** Enough weights for their gradients to be joined outside of XLA. */
const wide = { hiddenLayers: 2, hiddenWidth: 512 }

const withIntervention = (kind: string, choice: Choice): RunConfig =>
  configOf({ ...choice, interventions: [{ kind, ...interventionSettings[kind] }] })

const configs = [
  ...kinds(modelKinds).map((model) => configOf({ model })),
  configOf({ model: 'mlp-one-hot', shape: wide, batch: few }),
  withIntervention('neural-amplifier', { batch: { kind: 'full' } }),
  // The first has trained every model already.
  ...kinds(lossKinds).slice(1).map((loss) => configOf({ model: 'transformer', loss, optimizer: 'adam' })),
  ...kinds(optimizerKinds).map((optimizer) => configOf({ loss: 'mean-squared-error', optimizer, batch: few })),
  configOf({ optimizer: 'adam', batch: { kind: 'token-frequency', size: 20 } }),
  configOf({ batch: { ...few, lastBatch: 'keep' } }),
  ...kinds(interventionKinds).map((kind) => withIntervention(kind, { batch: few }))
]

/** 50 steps of every config in a process of its own, since a process loads one backend. */
function curves(how: How): Promise<Curve[]> {
  return new Promise((resolve, reject) => {
    const child = fork(path.join(import.meta.dirname, 'agreement-process.ts'), [how], { serialization: 'advanced', stdio: ['ignore', 'inherit', 'ignore', 'ipc'] })
    child.once('message', (message) => { resolve(message as Curve[]) })
    child.once('exit', (code) => { reject(new Error(`the process for ${how} ended with ${code}`)) })
    child.send({ configs, steps: 50 })
  })
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i] - b[i]) / (1 + Math.abs(a[i])))
  return largest
}

describe('one step function, four executors, 50 steps', () => {
  const reference = curves('compiled')

  it('covers every model, loss, optimizer, batch and intervention', () => {
    expect(new Set(configs.map(({ model }) => model.kind)).size).toBe(modelKinds.length)
    expect(new Set(configs.map(({ loss }) => loss.kind)).size).toBe(lossKinds.length)
    expect(new Set(configs.map(({ optimizer }) => optimizer.kind)).size).toBe(optimizerKinds.length)
    expect(new Set(configs.map(({ batch }) => batch.kind)).size).toBe(batchKinds.length)
    expect(new Set(configs.flatMap(({ interventions }) => interventions.map(({ kind }) => kind))).size).toBe(interventionKinds.length)
  })

  it('trains: every loss falls', async () => {
    for (const [index, { losses }] of (await reference).entries()) {
      if (!configs[index].interventions.some(({ kind }) => doesNotLearn.includes(kind))) expect(losses.at(-1), `config ${index}`).toBeLessThan(losses[0])
    }
  })

  it('gives the same curve to the last bit in a second process', async () => {
    expect(await curves('compiled')).toEqual(await reference)
  })

  it.each([['eager', 1e-5], ['compiled with XLA', 1e-4], ['portable', 1e-4]] as const)('agrees with %s execution within %f', async (how, tolerance) => {
    const [expected, actual] = await Promise.all([reference, curves(how)])
    expected.forEach((curve, index) => {
      const steps = exactSteps(configs[index])
      expect(largestDifference(curve.losses.slice(0, steps), actual[index].losses), `losses of config ${index}`).toBeLessThan(tolerance)
      const allowed = steps < curve.losses.length ? 0.1 : tolerance * 20
      expect(largestDifference(curve.weights, actual[index].weights), `weights of config ${index}`).toBeLessThan(allowed)
    })
  }, slowestMilliseconds)
})
