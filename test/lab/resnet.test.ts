import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { parameterCount } from '../../shared/catalogue/models/parameter-count.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import { losses } from '../../src-main/lab/losses/index.ts'
import { evaluationPass, type Pass, type Weights } from '../../src-main/lab/models/model.ts'
import { basicBlock, layerBuffers, layerParameters, layersOf, normalizedConvolution, throughBlock } from '../../src-main/lab/models/residual-layers.ts'
import { residualNetwork, type ImageNetwork } from '../../src-main/lab/models/resnet-18.ts'
import { buildOptimizer } from '../../src-main/lab/optimizers/index.ts'
import { joinParameters, layoutOf, named, splitParameters } from '../../src-main/lab/parameters.ts'
import { buildProgram } from '../../src-main/lab/program.ts'
import { runEagerly } from '../../src-main/runtime/eager-executor.ts'
import { backends, useBackend } from './backends.ts'
import { randomTensor, relativeError } from './derivatives.ts'

/** Networks by PyTorch in float64, written by test/lab/fixtures/make_resnet.py. */
interface NetworkFixture {
  stem: 'imagenet' | 'small'
  size: number
  evaluated: number[]
  trained: number[]
  losses: number[]
  after: number[]
  gradientNorms: number[]
  gradientStarts: number[][]
  means: number[][]
  variances: number[][]
}
const fixtures = JSON.parse(readFileSync(new URL('fixtures/resnet.json', import.meta.url), 'utf8')) as {
  networks: NetworkFixture[]; literalParameters: number; literalTensors: number
}

const [channels, classes] = [1, 7]

/** The fixture's weights: tensor t from the seed t; filters scaled as at the start, scales around 1. */
function fixtureWeights({ parameters }: ImageNetwork): tf.Tensor[] {
  return parameters.map(({ shape }, position) => {
    const size = [...shape]
    if (shape.length === 4) return randomTensor(size, position, Math.sqrt(2 / (size[0] * size[1] * size[3])))
    if (shape.length === 2) return randomTensor(size, position, 0.3)
    return tf.add(randomTensor(size, position, 0.2), position % 3 === 1 ? 1 : 0)
  })
}

type Buffers = Record<string, tf.Tensor>

const startOf = ({ buffers }: ImageNetwork): Buffers =>
  Object.fromEntries(buffers.map(({ name, shape, initial }) => [name, tf.fill([...shape], initial)]))

/** A training pass that moves buffers in place. */
const trainingPass = (buffers: Buffers): Pass =>
  ({ seed: tf.zeros<tf.Rank.R1>([2], 'int32'), buffers, setBuffer(name, value) { buffers[name] = tf.keep(tf.clone(value)) } })

describe.each(backends)('ResNet-18 on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test.each(fixtures.networks)('stem $stem: logits, gradients, running statistics and five steps by Adam are PyTorch’s', (expected) => {
    const network = residualNetwork({ kind: 'resnet-18', width: 4, stem: expected.stem }, channels, classes)
    const layout = layoutOf(network.parameters)
    const images = randomTensor<tf.Rank.R4>([6, expected.size, expected.size, channels], 3)
    const targets = tf.tensor1d([0, 1, 2, 3, 6, 1], 'int32')
    const buffers = startOf(network)
    const evaluated = (weights: Weights): ArrayLike<number> => network.logits(weights, images, evaluationPass(buffers)).dataSync()
    const start = fixtureWeights(network)
    expect(relativeError(evaluated(named(start, layout)), expected.evaluated)).toBeLessThan(1e-4)
    const inTraining = network.logits(named(start, layout), images, trainingPass(startOf(network)))
    expect(relativeError(inTraining.dataSync(), expected.trained)).toBeLessThan(1e-4)

    const optimizer = buildOptimizer(parseConfig({ ...config('imagenet', 4), optimizer: adam }).optimizer)
    let flat = joinParameters(start, layout)
    let slots = Object.fromEntries(optimizer.slots.map(({ name }) => [name, tf.zeros<tf.Rank.R1>([layout.size])]))
    const trained = expected.losses.map((_, done) => {
      const loss = (...current: tf.Tensor[]): tf.Scalar =>
        losses['cross-entropy'](network.logits(named(current, layout), images, trainingPass(buffers)), targets)
      const { value, grads } = tf.valueAndGrads(loss)(splitParameters(flat, layout))
      if (done === 0) {
        expect(relativeError(grads.map((gradient) => tf.norm(gradient).dataSync()[0]), expected.gradientNorms)).toBeLessThan(1e-3)
        grads.forEach((gradient, position) => {
          const difference = tf.sub(tf.slice(tf.reshape(gradient, [gradient.size]), 0, 3), expected.gradientStarts[position])
          expect(tf.max(tf.abs(difference)).dataSync()[0] / expected.gradientNorms[position], layout.entries[position].name).toBeLessThan(1e-3)
        })
      }
      const feeds = Object.fromEntries(Object.entries(optimizer.feeds(done + 1)).map(([name, number]) => [name, tf.scalar(number)]))
      const gradient = joinParameters(grads, layout)
      const updated = optimizer.update({ parameters: flat, gradient, slots, feeds, rates: null, redirect: (direction) => direction })
      flat = updated.parameters
      slots = { ...slots, ...updated.slots }
      return value.dataSync()[0]
    })
    expect(relativeError(trained, expected.losses)).toBeLessThan(1e-3)
    expect(relativeError(evaluated(named(splitParameters(flat, layout), layout)), expected.after)).toBeLessThan(2e-2)
    const statistics = network.buffers.map(({ name }) => [...buffers[name].dataSync()])
    expect(relativeError(statistics.filter((_, index) => index % 2 === 0).flat(), expected.means.flat())).toBeLessThan(1e-2)
    expect(relativeError(statistics.filter((_, index) => index % 2 === 1).flat(), expected.variances.flat())).toBeLessThan(1e-2)
  })

  test('of an evaluation a layer and a block keep their output alone', () => {
    const block = basicBlock('block', 2, 4, 2)
    const declared = layersOf(block).flatMap(layerParameters)
    const weights = Object.fromEntries(declared.map(({ name, shape }, seed) => [name, randomTensor([...shape], seed)]))
    const buffers = Object.fromEntries(layersOf(block).flatMap(layerBuffers).map(({ name, shape }) => [name, tf.ones([...shape])]))
    const images = randomTensor<tf.Rank.R4>([3, 8, 8, 2], 3)
    const before = tf.memory().numTensors
    normalizedConvolution(images, block.first, weights, evaluationPass(buffers))
    throughBlock(images, block, weights, evaluationPass(buffers))
    expect(tf.memory().numTensors - before).toBe(2)
  })

  test('a run keeps its running statistics, and an outer loss is computed with them', () => {
    const program = buildProgram(parseConfig({
      ...config('imagenet', 2), task: { kind: 'polygons', dictionarySize: 3, imageSize: 16, trainFraction: 0.5 }, measures: [],
      batch: { kind: 'minibatch', size: 10 }, interventions: [{ kind: 'neural-amplifier', outerFraction: 0.1, outerInterval: 2 }]
    }))
    const executor = runEagerly(program.program)
    const before = executor.readState()
    for (let done = 0; done < 2; done++) executor.run(program.trainFunction(done), program.trainFeeds(done))
    const after = executor.readState()
    const mean = 'buffer/stem/running-mean'
    expect(after[mean].every((value, channel) => Number.isFinite(value) && value !== before[mean][channel])).toBe(true)
    expect(program.nonFiniteTensor(executor)).toBe(null)
    executor.dispose()
    program.dispose()
  })
})

const adam = { kind: 'adam', learningRate: 1e-3, weightDecay: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, warmupSteps: 0 } as const

function config(stem: 'imagenet' | 'small', width: number): object {
  return {
    task: { kind: 'polygons', preprocessing: 'imagenet' }, model: { kind: 'resnet-18', width, stem },
    loss: { kind: 'cross-entropy' }, optimizer: adam
  }
}

test('with three channels, width 64 and 52 classes it has as many weights as torchvision’s resnet18', () => {
  const { parameters } = residualNetwork({ kind: 'resnet-18', width: 64, stem: 'imagenet' }, 3, 52)
  expect(layoutOf(parameters).size).toBe(fixtures.literalParameters)
  expect(parameters).toHaveLength(fixtures.literalTensors)
  expect(parameterCount(parseConfig(config('imagenet', 64)))).toBe(fixtures.literalParameters)
})

test('it is refused on a task without images, with the reason', () => {
  expect(() => parseConfig({ ...config('small', 8), task: { kind: 'modular' } })).toThrow('model.kind: resnet-18 looks at images; the task modular has none')
})
