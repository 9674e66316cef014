import { describe, expect, it } from 'vitest'
import type { ConfigIssue } from '../../shared/config/issue.ts'
import { presets } from '../../shared/config/presets.ts'
import { taskSize } from '../../shared/config/task-size.ts'
import { checkConfig, parseConfig } from '../../shared/config/validate.ts'
import { defaultMeasureNames } from '../../shared/catalogue/measures.ts'

const smallest = { task: { kind: 'modular' }, model: { kind: 'transformer' }, loss: { kind: 'cross-entropy' }, optimizer: { kind: 'adamw' } }

function issuesOf(config: unknown): ConfigIssue[] {
  const check = checkConfig(config)
  return check.ok ? [] : check.issues
}

/** 40 training images, of which a stem of ImageNet leaves one pixel to the last stage. */
const onePixel = { task: { kind: 'polygons', dictionarySize: 3, imageSize: 32, trainFraction: 0.5 }, model: { kind: 'resnet-18' } }

/** Four pairs. */
const fewPairs = { task: { kind: 'modular', modulus: 2, trainFraction: 0.5 } }

describe('a config', () => {
  it('is filled with the defaults of its kinds', () => {
    expect(parseConfig(smallest)).toEqual({
      task: { kind: 'modular', operation: 'add', expression: '', modulus: 113, trainFraction: 0.3, split: { kind: 'random', testFraction: null }, splitSeed: 0, encoding: 'simplified', operandOffset: 0 },
      model: {
        kind: 'transformer', layers: 1, width: 128, heads: 4, mlpWidth: 512, activation: 'relu', normalization: 'none', attentionBias: false, inputs: 'embedding',
        initialization: 'scaled-normal', dropout: 0, embeddingInitialization: 'default', embeddingScale: 1, embeddingTrained: true
      },
      loss: { kind: 'cross-entropy' },
      optimizer: { kind: 'adamw', learningRate: 1e-3, beta1: 0.9, beta2: 0.98, epsilon: 1e-8, warmupSteps: 0, weightDecay: 1, decayTowards: 'zero' },
      batch: { kind: 'full' },
      interventions: [],
      seed: 0,
      measures: [...defaultMeasureNames],
      schedule: {
        measure: { kind: 'logarithmic', perDecade: 100 }, snapshot: { kind: 'logarithmic', perDecade: 25 }, checkpoint: { kind: 'logarithmic', perDecade: 5 }
      },
      thresholds: { memorization: 0.99, generalization: 0.99 },
      stop: { maximumSteps: 40_000, afterGeneralization: null }
    })
  })

  it('may have what only looks like such a mistake', () => {
    expect(issuesOf({ ...smallest, model: { kind: 'transformer', inputs: 'numbers' }, interventions: [{ kind: 'neural-amplifier' }] })).toEqual([])
    const narrow = { kind: 'mlp-embedding', inputs: 'operands', embeddingWidth: 113, embeddingInitialization: 'toeplitz' }
    expect(issuesOf({ ...smallest, model: narrow })).toEqual([])
    const large = { ...smallest, ...onePixel, model: { kind: 'resnet-18', stem: 'small' }, batch: { kind: 'minibatch', size: 1 } }
    expect(issuesOf(large)).toEqual([])
    expect(issuesOf({ ...smallest, interventions: [{ kind: 'adaptive-embedding-rate' }, { kind: 'gradient-noise' }] })).toEqual([])
    expect(issuesOf({ ...smallest, optimizer: { kind: 'adam' }, interventions: [{ kind: 'decay-only' }, { kind: 'update-noise' }] })).toEqual([])
  })

  it('is the same after a round through JSON and the defaults', () => {
    const config = parseConfig(smallest)
    expect(parseConfig(JSON.parse(JSON.stringify(config)))).toEqual(config)
  })

  it.each([
    ['an unknown field', { ...smallest, weights: 1 }, 'weights', 'is not a known field; expected one of task, model, loss, optimizer,'],
    ['an unknown field inside', { ...smallest, optimizer: { kind: 'adamw', weigthDecay: 1 } }, 'optimizer.weigthDecay', 'weightDecay, decayTowards; did you mean weightDecay?'],
    ['a field of another kind', { ...smallest, optimizer: { kind: 'adamw', momentum: 0.9 } }, 'optimizer.momentum', 'is not a known field; expected one of kind, learningRate,'],
    ['an unknown field of an item', { ...smallest, interventions: [{ kind: 'grokfast-ma', lamda: 5 }] }, 'interventions.0.lamda', 'expected one of kind, window, lambda; did you mean lambda?'],
    ['an unknown field under a default', { ...smallest, schedule: { checkpoint: { kind: 'logarithmic', steps: 5 } } }, 'schedule.checkpoint.steps', 'expected one of kind, perDecade'],
    ['a missing section', { ...smallest, loss: undefined }, 'loss', 'is missing'],
    ['a section without a kind', { ...smallest, loss: {} }, 'loss.kind', 'is missing; expected ("cross-entropy"'],
    ['too long an expression', { ...smallest, task: { kind: 'modular', expression: 'x'.repeat(300) } }, 'task.expression', 'expected at most 200 characters, got 300'],
    ['too many interventions', { ...smallest, interventions: Array.from({ length: 9 }, () => ({ kind: 'decay-only' })) }, 'interventions', 'expected at most 8 items, got 9'],
    ['an unknown kind', { ...smallest, model: { kind: 'resnet' } }, 'model.kind', 'got "resnet"; did you mean resnet-18?'],
    ['text for a number', { ...smallest, seed: '1' }, 'seed', 'expected number, got "1"'],
    ['a broken number for a whole one', { ...smallest, seed: 1.5 }, 'seed', 'expected a whole number, got 1.5'],
    ['a number that is too large', { ...smallest, optimizer: { kind: 'adamw', learningRate: 1e6 } }, 'optimizer.learningRate', 'expected <=100, got 1000000'],
    ['NaN', { ...smallest, optimizer: { kind: 'adamw', learningRate: NaN } }, 'optimizer.learningRate', 'got NaN'],
    ['a composite modulus for division', { ...smallest, task: { kind: 'modular', operation: 'divide', modulus: 12 } }, 'task.modulus', 'expected a prime for division, got 12'],
    ['a fraction of 0', { ...smallest, task: { kind: 'modular', trainFraction: 0 } }, 'task.trainFraction', 'leaves no training example of 12769; expected at least 0.0000784, got 0'],
    ['a fraction of 1', { ...smallest, task: { kind: 'modular', trainFraction: 1 } }, 'task.trainFraction', 'leaves no test example of 12769'],
    ['a batch larger than the data', { ...smallest, batch: { kind: 'minibatch', size: 4000 } }, 'batch.size', 'expected at most the 3830 training examples, got 4000'],
    ['heads that do not divide the width', { ...smallest, model: { kind: 'transformer', width: 128, heads: 3 } }, 'model.heads', 'expected a divisor of the width 128, got 3'],
    ['a bad expression', { ...smallest, task: { kind: 'modular', operation: 'polynomial', expression: 'x +' } }, 'task.expression', 'it ends too early'],
    ['no expression', { ...smallest, task: { kind: 'modular', operation: 'polynomial' } }, 'task.expression', 'got nothing'],
    ['an expression that is not used', { ...smallest, task: { kind: 'modular', operation: 'add', expression: 'x' } }, 'task.expression', 'used by the operation polynomial only'],
    ['a hole larger than the table', { ...smallest, task: { kind: 'modular', modulus: 11, split: { kind: 'square', side: 10 } } }, 'task.split.side', 'expected at most 9 at p = 11'],
    ['a hole in a table without y = 0', { ...smallest, task: { kind: 'modular', modulus: 11, operation: 'divide', split: { kind: 'strip', width: 3 } } }, 'task.split.kind', 'needs the full p × p table'],
    ['sets that overlap', { ...smallest, task: { kind: 'modular', split: { kind: 'random', testFraction: 0.8 } } }, 'task.split.testFraction', 'expected at most 0.7'],
    ['an embedding ratio without an embedding', { ...smallest, model: { kind: 'mlp-one-hot' }, interventions: [{ kind: 'embedding-rate' }] }, 'interventions.0.kind', 'sets the learning rate of a trained embedding, and the model mlp-one-hot has none'],
    ['an embedding ratio of a frozen embedding', { ...smallest, model: { kind: 'transformer', embeddingTrained: false }, interventions: [{ kind: 'embedding-rate' }] }, 'interventions.0.kind', 'is frozen'],
    ['a frozen embedding where there is none', { ...smallest, model: { kind: 'transformer', inputs: 'numbers', embeddingTrained: false } }, 'model.embeddingTrained', 'has no embedding with inputs numbers; expected true'],
    ['a scaled embedding where there is none', { ...smallest, model: { kind: 'lstm', inputs: 'one-hot', embeddingScale: 0.5 } }, 'model.embeddingScale', 'has no embedding with inputs one-hot; expected 1, got 0.5'],
    ['a width of an embedding where there is none', { ...smallest, model: { kind: 'lstm', inputs: 'one-hot', embeddingWidth: 64 } }, 'model.embeddingWidth', 'has no embedding with inputs one-hot; expected 128, got 64'],
    ['two rates of the embedding', { ...smallest, interventions: [{ kind: 'adaptive-embedding-rate' }, { kind: 'embedding-rate' }] }, 'interventions.0.kind', 'expected one of them'],
    ['a decay alone that is 0', { ...smallest, optimizer: { kind: 'adam' }, interventions: [{ kind: 'decay-only' }] }, 'interventions.0.kind', 'adam of this run has no decay'],
    ['a decay alone towards where the weights are', { ...smallest, optimizer: { kind: 'adamw', decayTowards: 'initial' }, interventions: [{ kind: 'decay-only' }] }, 'interventions.0.kind', 'towards the initial weights'],
    ['a training set of one image of one pixel', { ...smallest, ...onePixel, task: { ...onePixel.task, trainFraction: 0.02 }, batch: { kind: 'full' } }, 'task.trainFraction', 'needs two values'],
    ['code’s MED of operands with tables of their own', { ...smallest, model: { kind: 'mlp-one-hot' }, measures: ['mean-embedding-difference-code'] }, 'measures.0', 'rows of each operand in one table'],
    ['a window of gradients that no checkpoint holds', { ...smallest, interventions: [{ kind: 'grokfast-ma', window: 1000 }], model: { kind: 'transformer', layers: 2 } }, 'interventions.0.window', 'expected at most'],
    ['an outer set as large as the training set', { ...smallest, batch: { kind: 'minibatch', size: 8 }, interventions: [{ kind: 'neural-amplifier', outerFraction: 0.4 }] }, 'interventions.0.outerFraction', 'expected at most 0.299, got 0.4'],
    ['a test fraction of 0', { ...smallest, task: { kind: 'modular', split: { kind: 'random', testFraction: 0 } } }, 'task.split.testFraction', 'leaves no test example of 12769; expected at least 0.0000784, got 0'],
    ['an intervention twice', { ...smallest, interventions: [{ kind: 'decay-only' }, { kind: 'decay-only' }] }, 'interventions.1.kind', 'is there already'],
    ['bounds of a ratio that cross', { ...smallest, interventions: [{ kind: 'adaptive-embedding-rate', smallest: 5, largest: 2 }] }, 'interventions.0.largest', 'expected at least the smallest c, 5'],
    ['an adaptive rate after what fills the rows that it counts', { ...smallest, interventions: [{ kind: 'gradient-noise' }, { kind: 'adaptive-embedding-rate' }] }, 'interventions.1.kind', 'gradient-noise before it fills them all'],
    ['an amplifier without room for its pieces', { ...smallest, interventions: [{ kind: 'neural-amplifier', hiddenLayers: 1, hiddenWidth: 1152 }] }, 'interventions.0.pieces', 'expected at least 1153'],
    ['an amplifier on a frozen embedding', { ...smallest, model: { kind: 'transformer', embeddingTrained: false }, interventions: [{ kind: 'neural-amplifier' }] }, 'interventions.0.kind', 'is frozen'],
    ['a rest of one image of one pixel', { ...smallest, ...onePixel, batch: { kind: 'minibatch', size: 3, lastBatch: 'keep' } }, 'batch.lastBatch', 'needs two values'],
    ['batches of one image of one pixel', { ...smallest, ...onePixel, batch: { kind: 'minibatch', size: 1 } }, 'batch.size', 'needs two values'],
    ['a Toeplitz embedding that is too narrow', { ...smallest, model: { kind: 'transformer', width: 64, embeddingInitialization: 'toeplitz' } }, 'model.embeddingInitialization', 'at least the 114 tokens, got 64'],
    ['batches by token frequency without an embedding', { ...smallest, model: { kind: 'mlp-numbers' }, batch: { kind: 'token-frequency' } }, 'batch.kind', 'the model mlp-numbers has none'],
    ['an unknown measure', { ...smallest, measures: ['speed'] }, 'measures.0', 'got "speed"'],
    ['a measure that the model is not fit for', { ...smallest, model: { kind: 'mlp-one-hot' }, measures: ['token-norms', 'token-updates'] }, 'measures.1', 'token-updates needs a trained embedding, and the model mlp-one-hot has none'],
    ['a measure of a trained embedding on a frozen one', { ...smallest, model: { kind: 'lstm', embeddingTrained: false }, measures: ['ranks'] }, 'measures.0', 'that of this run is frozen'],
    ['a measure of an embedding where there are numbers', { ...smallest, model: { kind: 'transformer', inputs: 'numbers' }, measures: ['ranks'] }, 'measures.0', 'transformer has none with inputs numbers'],
    ['batches by token frequency on a frozen embedding', { ...smallest, model: { kind: 'lstm', embeddingTrained: false }, batch: { kind: 'token-frequency' } }, 'batch.kind', 'is frozen'],
    ['code’s MED of two residues', { ...smallest, ...fewPairs, measures: ['mean-embedding-difference-code'] }, 'measures.0', 'needs three residues'],
    ['noise that is lost before decay alone', { ...smallest, interventions: [{ kind: 'gradient-noise' }, { kind: 'decay-only' }] }, 'interventions.1.kind', 'expected it before gradient-noise'],
    ['noise of 0 beside a decay of 0', { ...smallest, optimizer: { kind: 'adam' }, interventions: [{ kind: 'decay-only' }, { kind: 'update-noise', deviation: 0 }] }, 'interventions.0.kind', 'has no decay'],
    ['an adaptive rate after decay alone', { ...smallest, interventions: [{ kind: 'decay-only' }, { kind: 'adaptive-embedding-rate' }] }, 'interventions.1.kind', 'decay-only before it leaves none'],
    ['a restricted loss of products', { ...smallest, task: { kind: 'modular', operation: 'multiply' }, measures: ['progress-measures'] }, 'measures.0', 'x + y or x − y alone']
  ])('with %s is refused by name', (_, config, path, message) => {
    const issues = issuesOf(config)
    expect(issues.map((issue) => issue.path)).toEqual([path])
    expect(issues[0].message).toContain(message)
  })

  it.each([
    ['training fraction', 'least', (trainFraction: number) => ({ ...smallest, task: { kind: 'modular', modulus: 3, trainFraction } }), 0.1],
    ['test fraction', 'least', (testFraction: number) => ({ ...smallest, task: { kind: 'modular', modulus: 3, split: { kind: 'random', testFraction } } }), 0.1],
    ['test fraction', 'most', (testFraction: number) => ({ ...smallest, task: { kind: 'modular', trainFraction: 1 / 3, split: { kind: 'random', testFraction } } }), 0.7],
    ['outer fraction', 'least', (outerFraction: number) => ({ ...smallest, task: { kind: 'modular', modulus: 3, trainFraction: 0.7 }, interventions: [{ kind: 'neural-amplifier', outerFraction }] }), 0.1],
    ['outer fraction', 'most', (outerFraction: number) => ({ ...smallest, task: { kind: 'modular', modulus: 3, trainFraction: 0.5 }, interventions: [{ kind: 'neural-amplifier', outerFraction }] }), 0.4]
  ])('takes the %s that it expects at %s', (_, end, withFraction, refused) => {
    const [, expected] = new RegExp(`expected at ${end} ([\\d.]+)`).exec(issuesOf(withFraction(refused))[0].message) ?? []
    expect(issuesOf(withFraction(Number(expected)))).toEqual([])
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
  const config = parseConfig(smallest)
  const sizeOf = (task: object) => taskSize(parseConfig({ ...smallest, task: { ...config.task, ...task } }))

  it('is the number of pairs, split by ⌊fraction · pairs⌋', () => {
    expect(taskSize(config)).toEqual({ total: 12_769, train: 3830, test: 8939, outer: 0 })
    expect(sizeOf({ operation: 'divide', modulus: 97, trainFraction: 0.5 })).toEqual({ total: 97 * 96, train: 4656, test: 4656, outer: 0 })
  })

  it('leaves out what is in neither set', () => {
    expect(sizeOf({ modulus: 97, split: { kind: 'uniform', testFraction: 0.2 } })).toMatchObject({ total: 9409, train: 2822, test: 1881 })
  })

  it('tests a hole, which may leave fewer pairs to train on than are wanted', () => {
    expect(sizeOf({ modulus: 97, split: { kind: 'square', side: 30 } })).toMatchObject({ train: 2822, test: 6587 })
    expect(sizeOf({ modulus: 97, split: { kind: 'strip', width: 67 } })).toMatchObject({ train: 2813, test: 6596 })
  })
})

describe('the presets', () => {
  it('are valid, and named once each', () => {
    for (const { config } of presets) expect(issuesOf(config)).toEqual([])
    for (const key of ['name', 'title'] as const) expect(new Set(presets.map((preset) => preset[key])).size).toBe(presets.length)
  })

  it('are those that are promised', () => {
    expect(presets.map(({ name }) => name)).toEqual(expect.arrayContaining(['quick', 'mainline', 'minute', 'no-decay', 'mlp-one-hot', 'mlp-embedding']))
  })
})
