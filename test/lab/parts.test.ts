import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseConfig } from '../../shared/config/validate.ts'
import { exampleSet } from '../../src-main/lab/example-set.ts'
import { buildNetwork, evaluate, lossAndGradients, type Network } from '../../src-main/lab/network.ts'
import { initialParameters, splitParameters } from '../../src-main/lab/parameters.ts'
import { buildTask } from '../../src-main/lab/tasks/index.ts'
import { backends, useBackend } from './backends.ts'
import { relativeError } from './derivatives.ts'

const config = parseConfig({
  task: { kind: 'modular', modulus: 7 }, model: { kind: 'mlp-embedding', embeddingWidth: 6, hiddenWidth: 10 },
  loss: { kind: 'cross-entropy' }, optimizer: { kind: 'adam' }
})

describe.each(backends)('evaluation in parts on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test('gives the loss, accuracy and gradients of the whole set, the last part being shorter', () => {
    const task = buildTask(config)
    const whole = buildNetwork(config, task)
    const inParts: Network = { ...whole, model: { ...whole.model, largestBatch: 4 } }
    const set = exampleSet(task, task.trainIndices)
    expect(task.trainIndices.length % 4).not.toBe(0)
    const tensors = splitParameters(tf.tensor1d(initialParameters(whole.model.parameters, 3)), whole.layout)
    const [expected, actual] = [whole, inParts].map((network) => {
      const { loss, accuracy } = evaluate(network, tensors, set)
      const { loss: again, gradients } = lossAndGradients(network, tensors, set)
      return { scalars: [loss, accuracy, again].map((scalar) => scalar.dataSync()[0]), gradients: gradients.map((tensor) => tensor.dataSync()) }
    })
    expect(relativeError(actual.scalars, expected.scalars)).toBeLessThan(1e-6)
    actual.gradients.forEach((gradient, position) => { expect(relativeError(gradient, expected.gradients[position])).toBeLessThan(1e-5) })
  })

  test('keeps of each part no more than its rows and two sums', () => {
    const task = buildTask(config)
    const network = buildNetwork(config, task)
    const set = exampleSet(task, task.testIndices)
    const tensors = splitParameters(tf.tensor1d(initialParameters(network.model.parameters, 3)), network.layout)
    const before = tf.memory().numTensors
    evaluate({ ...network, model: { ...network.model, largestBatch: 2 } }, tensors, set)
    const parts = Math.ceil(task.testIndices.length / 2)
    expect(tf.memory().numTensors - before).toBeLessThanOrEqual(parts * (task.operands + 1 + 2))
  })
})
