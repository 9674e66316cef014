import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { OptimizerConfig } from '../../shared/catalogue/optimizers/index.ts'
import { buildOptimizer } from '../../src-main/lab/optimizers/index.ts'
import { warmedUpRate } from '../../src-main/lab/optimizers/optimizer.ts'
import { backends, useBackend } from './backends.ts'
import { relativeError } from './derivatives.ts'

interface Trajectories {
  initial: number[]
  gradients: number[][]
  cases: { name: string; config: OptimizerConfig; weights: Record<string, number[]> }[]
}

const fixture = JSON.parse(readFileSync(new URL('fixtures/optimizer-trajectories.json', import.meta.url), 'utf8')) as Trajectories

function train(config: OptimizerConfig): number[][] {
  const optimizer = buildOptimizer(config)
  let parameters = tf.tensor1d(fixture.initial)
  let slots = Object.fromEntries(optimizer.slots.map(({ name, start }) => [name, start === 'weights' ? parameters : tf.zeros<tf.Rank.R1>([fixture.initial.length])]))
  return fixture.gradients.map((gradient, done) => {
    const feeds = Object.fromEntries(Object.entries(optimizer.feeds(done + 1)).map(([name, value]) => [name, tf.scalar(value)]))
    const updated = optimizer.update({ parameters, gradient: tf.tensor1d(gradient), slots, feeds, rates: null, redirect: (direction) => direction })
    parameters = updated.parameters
    slots = { ...slots, ...updated.slots }
    return [...parameters.dataSync()]
  })
}

describe.each(backends)('optimizers on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test.each(fixture.cases)('$name follows PyTorch for 50 steps to float32 precision', ({ config, weights }) => {
    const trajectory = train(config)
    for (const [step, expected] of Object.entries(weights)) {
      expect(relativeError(trajectory[Number(step) - 1], expected), `step ${step}`).toBeLessThan(2e-6)
    }
  })
})

describe('feeds', () => {
  test('are exactly the scalars that an optimizer names', () => {
    for (const { config } of fixture.cases) {
      const optimizer = buildOptimizer(config)
      expect(Object.keys(optimizer.feeds(1))).toEqual(optimizer.feedNames)
    }
  })

  test('warm up linearly from the first step, which is not zero', () => {
    const config = { learningRate: 1, warmupSteps: 10 }
    expect([1, 5, 10, 11, 1000].map((step) => warmedUpRate(config, step))).toEqual([0.1, 0.5, 1, 1, 1])
    expect(warmedUpRate({ learningRate: 1, warmupSteps: 0 }, 1)).toBe(1)
  })
})
