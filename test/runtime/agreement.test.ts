import { fork } from 'node:child_process'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
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
  'quadratic-mlp': { hiddenWidth: 32 }
}

function configOf(model: string, loss: string, optimizer: string, batch: object): RunConfig {
  return parseConfig({
    task: { kind: 'modular', operation: 'add', modulus: 13, trainFraction: 0.5 },
    model: { kind: model, ...models[model] }, loss: { kind: loss },
    optimizer: { kind: optimizer, learningRate: optimizer === 'sgd' ? 0.05 : 2e-3, warmupSteps: 5, weightDecay: 0.1 }, batch, stop: { maximumSteps: 50 }
  })
}

const full = { kind: 'full' }
const configs = [
  ...kinds(modelKinds).map((model) => configOf(model, 'cross-entropy', 'adamw', full)),
  ...kinds(lossKinds).map((loss) => configOf('transformer', loss, 'adam', full)),
  ...kinds(optimizerKinds).map((optimizer) => configOf('mlp-embedding', 'mean-squared-error', optimizer, { kind: 'minibatch', size: 20 }))
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

  it('covers every model, loss and optimizer', () => {
    expect(new Set(configs.map(({ model }) => model.kind)).size).toBe(modelKinds.length)
    expect(new Set(configs.map(({ loss }) => loss.kind)).size).toBe(lossKinds.length)
    expect(new Set(configs.map(({ optimizer }) => optimizer.kind)).size).toBe(optimizerKinds.length)
  })

  it('trains: every loss falls', async () => {
    for (const { losses } of await reference) expect(losses.at(-1)).toBeLessThan(losses[0])
  })

  it('gives the same curve to the last bit in a second process', async () => {
    expect(await curves('compiled')).toEqual(await reference)
  })

  it.each([['eager', 1e-5], ['compiled with XLA', 1e-4], ['portable', 1e-4]] as const)('agrees with %s execution within %f', async (how, tolerance) => {
    const [expected, actual] = await Promise.all([reference, curves(how)])
    expected.forEach((curve, index) => {
      expect(largestDifference(curve.losses, actual[index].losses), `losses of config ${index}`).toBeLessThan(tolerance)
      expect(largestDifference(curve.weights, actual[index].weights), `weights of config ${index}`).toBeLessThan(tolerance * 20)
    })
  })
})
