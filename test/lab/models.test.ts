import * as tf from '@tensorflow/tfjs-core'
import * as v from 'valibot'
import { beforeAll, describe, expect, test } from 'vitest'
import { modelSchema, type ModelConfig } from '../../shared/catalogue/models/index.ts'
import { taskSchema, taskShape, type TaskShape } from '../../shared/catalogue/tasks/index.ts'
import { randomSource } from '../../shared/numerics/random.ts'
import { losses } from '../../src-main/lab/losses/index.ts'
import { buildModel } from '../../src-main/lab/models/index.ts'
import { evaluationPass } from '../../src-main/lab/models/model.ts'
import { initialParameters, layoutOf, named, splitParameters } from '../../src-main/lab/parameters.ts'
import { backends, useBackend } from './backends.ts'
import { gradientError, hessianError, relativeError } from './derivatives.ts'
import { fullLstmLogits } from './textbook/lstm.ts'
import { fullMlpLogits, fullQuadraticLogits } from './textbook/mlp.ts'
import { fullLogits } from './textbook/transformer.ts'

const p = 7
const modular = { kind: 'modular', modulus: p }
const shapeOf = (raw: object): TaskShape => taskShape(v.parse(taskSchema, raw))
const tasks = {
  'x y =': shapeOf(modular),
  'x ∘ y =': shapeOf({ ...modular, encoding: 'standard' }),
  'with an offset': shapeOf({ ...modular, operandOffset: 3 })
}
const small = { kind: 'transformer', width: 8, heads: 2, mlpWidth: 12 }
/** So narrow that ten examples are a large batch, for which products of weight matrices are formed. */
const narrow = { kind: 'transformer', width: 4, heads: 2, mlpWidth: 5 }

interface Case { config: ModelConfig; task: TaskShape }

const cases: Record<string, Case> = Object.fromEntries(Object.entries<{ task?: keyof typeof tasks; [field: string]: unknown }>({
  'transformer, 1 layer': { ...small, layers: 1 },
  'transformer, 1 layer, merged products': { ...narrow, layers: 1 },
  'transformer, 1 layer, merged products, gelu': { ...narrow, layers: 1, activation: 'gelu' },
  'transformer, 2 layers': { ...small, layers: 2, activation: 'gelu' },
  'transformer, 3 layers, 1 head': { ...small, layers: 3, heads: 1 },
  'transformer, quadratic': { ...small, layers: 1, activation: 'quadratic' },
  'transformer, pre-norm': { ...small, layers: 2, normalization: 'pre', activation: 'gelu' },
  'transformer, post-norm, x ∘ y =': { ...small, layers: 2, normalization: 'post', activation: 'gelu', task: 'x ∘ y =' },
  'transformer, post-norm, 1 layer': { ...narrow, layers: 1, normalization: 'post' },
  'transformer of NeuralGrok, x ∘ y =': { ...small, layers: 2, normalization: 'neuralgrok', attentionBias: true, activation: 'gelu', task: 'x ∘ y =' },
  'transformer, attention biases': { ...narrow, layers: 1, attentionBias: true, activation: 'gelu' },
  'transformer on numbers': { ...small, layers: 2, inputs: 'numbers', activation: 'gelu', task: 'with an offset' },
  'transformer, operand offset': { ...small, layers: 1, task: 'with an offset' },
  'MLP with embedding': { kind: 'mlp-embedding', embeddingWidth: 5, hiddenWidth: 9, hiddenLayers: 1 },
  'MLP with embedding, 2 layers': { kind: 'mlp-embedding', embeddingWidth: 5, hiddenWidth: 9, hiddenLayers: 2, activation: 'gelu' },
  'MLP with embedding, sequence': { kind: 'mlp-embedding', embeddingWidth: 5, hiddenWidth: 9, inputs: 'sequence', activation: 'gelu', task: 'x ∘ y =' },
  'one-hot MLP': { kind: 'mlp-one-hot', hiddenWidth: 9, hiddenLayers: 1 },
  'one-hot MLP, 3 layers': { kind: 'mlp-one-hot', hiddenWidth: 9, hiddenLayers: 3, activation: 'quadratic' },
  'one-hot MLP, sequence': { kind: 'mlp-one-hot', hiddenWidth: 9, inputs: 'sequence', task: 'with an offset' },
  'MLP on numbers': { kind: 'mlp-numbers', hiddenWidth: 9, scaling: 'residues', activation: 'gelu' },
  'MLP on numbers, sequence': { kind: 'mlp-numbers', hiddenWidth: 9, hiddenLayers: 2, scaling: 'residues', inputs: 'sequence', task: 'x ∘ y =' },
  'quadratic MLP': { kind: 'quadratic-mlp', hiddenWidth: 11 },
  'LSTM': { kind: 'lstm', hiddenWidth: 6, embeddingWidth: 5 },
  'LSTM, one-hot, x ∘ y =': { kind: 'lstm', hiddenWidth: 6, inputs: 'one-hot', task: 'x ∘ y =' }
}).map(([name, { task = 'x y =', ...raw }]) => [name, { config: v.parse(modelSchema, raw), task: tasks[task] }]))

const x = [0, 3, 3, 6, 1, 2, 5, 0, 4, 6]
const y = [0, 3, 1, 2, 6, 6, 4, 5, 0, 1]
const inputs = x.map((token, i) => [token, y[i]])
const targets = x.map((token, i) => (token + y[i]) % p)
const whole = (values: number[]): tf.Tensor1D => tf.tensor1d(values, 'int32')

/** Weights well away from the start: biases are not zero, so that they are tested too. */
function weightsOf({ config, task }: Case): tf.Tensor1D {
  const { parameters } = buildModel(config, task)
  const source = randomSource(11)
  return tf.tensor1d(initialParameters(parameters, 5).map((value) => 0.9 * value + 0.1 * source.normal()))
}

function textbook({ config, task }: Case, weights: Record<string, tf.Tensor>): tf.Tensor2D {
  switch (config.kind) {
    case 'transformer': return fullLogits(config, task, weights, inputs)
    case 'quadratic-mlp': return fullQuadraticLogits(task, weights, inputs)
    case 'lstm': return fullLstmLogits(config, task, weights, inputs)
    case 'mlp-embedding': case 'mlp-one-hot': case 'mlp-numbers': return fullMlpLogits(config, task, weights, inputs)
    case 'resnet-18': throw new Error('resnet-18 is compared with PyTorch, in resnet.test.ts')
  }
}

/** Losses of a flat weight vector, by the lab's model and by the textbook's. */
function lossesOf(given: Case) {
  const model = buildModel(given.config, given.task)
  const layout = layoutOf(model.parameters)
  const weights = (flat: tf.Tensor) => named(splitParameters(flat as tf.Tensor1D, layout), layout)
  const reducedLogits = (flat: tf.Tensor) => model.logits(weights(flat), [whole(x), whole(y)], evaluationPass())
  return {
    reducedLogits,
    reduced: (flat: tf.Tensor) => losses['cross-entropy'](reducedLogits(flat), whole(targets)),
    full: (flat: tf.Tensor) => losses['cross-entropy'](textbook(given, weights(flat)), whole(targets)),
    fullLogits: (flat: tf.Tensor) => textbook(given, weights(flat))
  }
}

describe.each(backends)('models on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test.each(Object.entries(cases))('%s: logits are those of the textbook', (_, given) => {
    const { reducedLogits, fullLogits: full } = lossesOf(given)
    const flat = weightsOf(given)
    const logits = reducedLogits(flat)
    expect(logits.shape).toEqual([x.length, p])
    expect(relativeError(logits.dataSync(), full(flat).dataSync())).toBeLessThan(3e-6)
  })

  test.each(Object.entries(cases))('%s: gradients are those of the textbook', (_, given) => {
    const { reduced, full } = lossesOf(given)
    const flat = weightsOf(given)
    const gradient = tf.grad(reduced)(flat).dataSync()
    expect(gradient.some((value) => value !== 0)).toBe(true)
    expect(relativeError(gradient, tf.grad(full)(flat).dataSync())).toBeLessThan(1e-5)
  })

  test.each(Object.entries(cases))('%s: gradients agree with central differences', (_, given) => {
    expect(gradientError(lossesOf(given).reduced, weightsOf(given), 0.03)).toBeLessThan(5e-3)
  })

  test.each(Object.entries(cases).filter(([, { config }]) => !('activation' in config) || config.activation !== 'relu'))(
    '%s: Hessian-vector products agree with central differences', (_, given) => {
      expect(hessianError(lossesOf(given).reduced, weightsOf(given), 0.03)).toBeLessThan(1e-2)
    })

  test.each(Object.entries(cases))('%s: its embedding is where the inspector looks for it', (_, given) => {
    const model = buildModel(given.config, given.task)
    const layout = layoutOf(model.parameters)
    const embedding = model.embedding(named(splitParameters(weightsOf(given), layout), layout), {})
    expect(embedding.shape).toEqual([...model.embeddingShape])
    expect(embedding.shape[0]).toBeGreaterThanOrEqual(p)
  })
})

describe('initial weights', () => {
  const mainline = buildModel(v.parse(modelSchema, { kind: 'transformer' }), shapeOf({ ...modular, modulus: 113 }))
  const deviation = (values: Float32Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)

  test('the mainline transformer has Nanda’s 226,688 parameters', () => {
    expect(layoutOf(mainline.parameters).size).toBe(114 * 128 + 3 * 128 + 4 * 128 * 128 + 2 * 128 * 512 + 512 + 128 + 128 * 113)
  })

  test('matrices are N(0, 1/d), the unembedding N(0, 1/vocabulary), biases zero', () => {
    const flat = initialParameters(mainline.parameters, 3)
    for (const { name, offset, size } of layoutOf(mainline.parameters).entries) {
      const expected = name.endsWith('bias') ? 0 : 1 / Math.sqrt(name === 'unembedding' ? 114 : 128)
      expect(Math.abs(deviation(flat.subarray(offset, offset + size)) - expected), name).toBeLessThan(0.06 * expected + 1e-12)
    }
  })

  test('the unembedding of paper 2’s transformer is N(0, 1/width) too', () => {
    const model = buildModel(v.parse(modelSchema, { kind: 'transformer', width: 64, heads: 4, initialization: 'width-normal' }), shapeOf({ ...modular, modulus: 199 }))
    const [flat, { entries }] = [initialParameters(model.parameters, 3), layoutOf(model.parameters)]
    for (const { offset, size } of entries.filter(({ name }) => ['unembedding', 'embedding', 'layer-1/mlp-output'].includes(name))) {
      expect(deviation(flat.subarray(offset, offset + size)) * 8).toBeCloseTo(1, 1)
    }
  })

  test('the quadratic MLP starts with variance 0.25 / (2N)^⅔', () => {
    const model = buildModel(v.parse(modelSchema, { kind: 'quadratic-mlp' }), shapeOf({ ...modular, modulus: 97 }))
    expect(deviation(initialParameters(model.parameters, 1)) ** 2 / (0.25 / 1000 ** (2 / 3))).toBeCloseTo(1, 1)
  })

  test('depend on the seed alone, each tensor on its own stream', () => {
    expect(initialParameters(mainline.parameters, 1)).toEqual(initialParameters(mainline.parameters, 1))
    expect(initialParameters(mainline.parameters, 1)).not.toEqual(initialParameters(mainline.parameters, 2))
    const wider = buildModel(v.parse(modelSchema, { kind: 'transformer', mlpWidth: 64 }), shapeOf({ ...modular, modulus: 113 }))
    expect(initialParameters(wider.parameters, 1).slice(0, 1000)).toEqual(initialParameters(mainline.parameters, 1).slice(0, 1000))
  })
})
