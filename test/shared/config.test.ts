import { describe, expect, it } from 'vitest'
import { presets } from '../../shared/config/presets.ts'
import { taskSize } from '../../shared/config/task-size.ts'
import { checkConfig, parseConfig, type ConfigIssue } from '../../shared/config/validate.ts'
import { stepMeasureNames } from '../../shared/catalogue/measures.ts'

const smallest = { task: { kind: 'modular' }, model: { kind: 'transformer' }, loss: { kind: 'cross-entropy' }, optimizer: { kind: 'adamw' } }

function issuesOf(config: unknown): ConfigIssue[] {
  const check = checkConfig(config)
  return check.ok ? [] : check.issues
}

describe('a config', () => {
  it('is filled with the defaults of its kinds', () => {
    expect(parseConfig(smallest)).toEqual({
      task: { kind: 'modular', operation: 'add', expression: '', modulus: 113, trainFraction: 0.3, splitSeed: 0 },
      model: { kind: 'transformer', layers: 1, width: 128, heads: 4, mlpWidth: 512, activation: 'relu' },
      loss: { kind: 'cross-entropy' },
      optimizer: { kind: 'adamw', learningRate: 1e-3, beta1: 0.9, beta2: 0.98, epsilon: 1e-8, warmupSteps: 0, weightDecay: 1 },
      batch: { kind: 'full' },
      seed: 0,
      measures: [...stepMeasureNames],
      schedule: {
        measure: { kind: 'logarithmic', perDecade: 100 }, snapshot: { kind: 'logarithmic', perDecade: 25 }, checkpoint: { kind: 'logarithmic', perDecade: 5 }
      },
      thresholds: { memorization: 0.99, generalization: 0.99 },
      stop: { maximumSteps: 40_000, afterGeneralization: null }
    })
  })

  it('is the same after a round through JSON and the defaults', () => {
    const config = parseConfig(smallest)
    expect(parseConfig(JSON.parse(JSON.stringify(config)))).toEqual(config)
  })

  it.each([
    ['an unknown field', { ...smallest, weights: 1 }, 'weights', 'is not a known field'],
    ['an unknown field inside', { ...smallest, optimizer: { kind: 'adamw', weigthDecay: 1 } }, 'optimizer.weigthDecay', 'is not a known field'],
    ['a field of another kind', { ...smallest, optimizer: { kind: 'adamw', momentum: 0.9 } }, 'optimizer.momentum', 'is not a known field'],
    ['a missing section', { ...smallest, loss: undefined }, 'loss', 'is missing'],
    ['an unknown kind', { ...smallest, model: { kind: 'resnet' } }, 'model.kind', 'expected ("transformer"'],
    ['text for a number', { ...smallest, seed: '1' }, 'seed', 'expected number, got "1"'],
    ['a broken number for a whole one', { ...smallest, seed: 1.5 }, 'seed', 'expected a whole number, got 1.5'],
    ['a number that is too large', { ...smallest, optimizer: { kind: 'adamw', learningRate: 1e6 } }, 'optimizer.learningRate', 'expected <=100, got 1000000'],
    ['NaN', { ...smallest, optimizer: { kind: 'adamw', learningRate: NaN } }, 'optimizer.learningRate', 'got NaN'],
    ['a composite modulus for division', { ...smallest, task: { kind: 'modular', operation: 'divide', modulus: 12 } }, 'task.modulus', 'expected a prime for division, got 12'],
    ['a fraction of 0', { ...smallest, task: { kind: 'modular', trainFraction: 0 } }, 'task.trainFraction', 'leaves no training example of 12769'],
    ['a fraction of 1', { ...smallest, task: { kind: 'modular', trainFraction: 1 } }, 'task.trainFraction', 'leaves no test example of 12769'],
    ['a batch larger than the data', { ...smallest, batch: { kind: 'minibatch', size: 4000 } }, 'batch.size', 'expected at most the 3830 training examples, got 4000'],
    ['heads that do not divide the width', { ...smallest, model: { kind: 'transformer', width: 128, heads: 3 } }, 'model.heads', 'expected a divisor of the width 128, got 3'],
    ['a bad expression', { ...smallest, task: { kind: 'modular', operation: 'polynomial', expression: 'x +' } }, 'task.expression', 'it ends too early'],
    ['no expression', { ...smallest, task: { kind: 'modular', operation: 'polynomial' } }, 'task.expression', 'got nothing'],
    ['an expression that is not used', { ...smallest, task: { kind: 'modular', operation: 'add', expression: 'x' } }, 'task.expression', 'used by the operation polynomial only'],
    ['an unknown measure', { ...smallest, measures: ['speed'] }, 'measures.0', 'got "speed"']
  ])('with %s is refused by name', (_, config, path, message) => {
    const issues = issuesOf(config)
    expect(issues.map((issue) => issue.path)).toEqual([path])
    expect(issues[0].message).toContain(message)
  })

  it.each([null, undefined, 1, 'mainline', [], {}, { task: null }])('that is no config (%j) is refused', (raw) => {
    expect(issuesOf(raw).length).toBeGreaterThan(0)
    expect(() => parseConfig(raw)).toThrow(expect.objectContaining({ code: 'config/invalid' }))
  })

  it('names every fault at once', () => {
    const faulty = { ...smallest, seed: -1, model: { kind: 'transformer', width: 0.5 } }
    expect(issuesOf(faulty).map((issue) => issue.path).sort()).toEqual(['model.width', 'seed'])
    expect(() => parseConfig(faulty)).toThrow('model.width: expected a whole number, got 0.5\nseed: expected >=0, got -1')
  })
})

describe('the size of a task', () => {
  const task = parseConfig(smallest).task

  it('is the number of pairs, split by ⌊fraction · pairs⌋', () => {
    expect(taskSize(task)).toEqual({ total: 12_769, train: 3830, test: 8939 })
    expect(taskSize({ ...task, operation: 'divide', modulus: 97, trainFraction: 0.5 })).toEqual({ total: 97 * 96, train: 4656, test: 4656 })
  })
})

describe('the presets', () => {
  it('are valid, and named once each', () => {
    for (const { config } of presets) expect(issuesOf(config)).toEqual([])
    expect(new Set(presets.map(({ name }) => name)).size).toBe(presets.length)
  })

  it('are those that are promised', () => {
    expect(presets.map(({ name }) => name)).toEqual(expect.arrayContaining(['quick', 'mainline', 'minute', 'no-decay', 'mlp-one-hot', 'mlp-embedding']))
  })
})
