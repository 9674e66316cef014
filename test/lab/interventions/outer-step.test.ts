import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { amplify } from '../../../src-main/lab/interventions/amplifier/amplify.ts'
import { layersOf } from '../../../src-main/lab/interventions/amplifier/network.ts'
import { outerStep } from '../../../src-main/lab/interventions/amplifier/outer-step.ts'
import { findPieces, pieceTable } from '../../../src-main/lab/interventions/amplifier/pieces.ts'
import { amplifyPlainly } from '../../../src-main/lab/interventions/amplifier/plain.ts'
import { losses } from '../../../src-main/lab/losses/index.ts'
import { buildOptimizer } from '../../../src-main/lab/optimizers/index.ts'
import { splitParameters, type ParameterLayout } from '../../../src-main/lab/parameters.ts'
import { backends, useBackend } from '../backends.ts'
import { relativeError } from '../derivatives.ts'

interface Fixture {
  hidden: number[]
  rate: number
  norm: number
  features: number
  classes: number
  batch: [number[][], number[]]
  outer: [number[][], number[]]
  weights: number[]
  phi: number[]
  steps: { loss: number; gradient: number[]; phi: number[] }[]
}

const fixture = JSON.parse(readFileSync(new URL('fixtures/outer-step.json', import.meta.url), 'utf8')) as Fixture
const { hidden, rate, norm, features, classes } = fixture
const layout: ParameterLayout = {
  entries: [{ name: 'weight', shape: [features, classes], offset: 0, size: features * classes, frozen: false }, { name: 'bias', shape: [classes], offset: features * classes, size: classes, frozen: false }],
  size: features * classes + classes
}

/** Mean cross-entropy of the linear classifier, and its gradient. */
function lossAndGradient(parameters: tf.Tensor1D, [inputs, right]: [number[][], number[]]): { loss: tf.Scalar; gradient: tf.Tensor1D } {
  const { value, grad } = tf.valueAndGrad((at: tf.Tensor) => {
    const [weight, bias] = splitParameters(at as tf.Tensor1D, layout)
    return losses['cross-entropy'](tf.add(tf.matMul(tf.tensor2d(inputs), weight as tf.Tensor2D), bias), tf.tensor1d(right, 'int32'))
  })(parameters)
  return { loss: value, gradient: grad as tf.Tensor1D }
}

const forms = {
  plain: (gradient: tf.Tensor1D) => (phi: tf.Tensor1D) => amplifyPlainly(layersOf(phi, hidden), gradient, layout, norm),
  piecewise: (gradient: tf.Tensor1D) => (phi: tf.Tensor1D) => {
    const layers = layersOf(phi, hidden)
    const { edges } = findPieces(layers, 64)
    return amplify({ gradient, layout, table: pieceTable(layers, edges), edges, norm })
  }
}

describe.each(backends)('the outer step on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test.each(['plain', 'piecewise'] as const)('in the %s form follows PyTorch’s autograd: loss, gradient and Adam on φ', (form) => {
    const optimizer = buildOptimizer({ kind: 'adam', learningRate: 1e-2, beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 1e-3, warmupSteps: 0 })
    let [parameters, phi] = [tf.tensor1d(fixture.weights), tf.tensor1d(fixture.phi)]
    let slots = Object.fromEntries(optimizer.slots.map(({ name }) => [name, tf.zerosLike(phi)]))
    fixture.steps.forEach((expected, done) => {
      const amplifyBy = forms[form](lossAndGradient(parameters, fixture.batch).gradient)
      const { loss, gradient } = outerStep({ parameters, phi, amplify: amplifyBy, outerLoss: (at) => lossAndGradient(at, fixture.outer), rate })
      expect(Math.abs(loss.dataSync()[0] - expected.loss)).toBeLessThan(1e-6)
      expect(relativeError(gradient.dataSync(), expected.gradient)).toBeLessThan(2e-5)
      parameters = tf.sub(parameters, tf.mul(amplifyBy(phi), rate))
      const feeds = Object.fromEntries(Object.entries(optimizer.feeds(done + 1)).map(([name, value]) => [name, tf.scalar(value)]))
      const updated = optimizer.update({ parameters: phi, gradient, slots, feeds, rates: null, redirect: (direction) => direction })
      phi = updated.parameters
      slots = updated.slots
      expect(relativeError(phi.dataSync(), expected.phi)).toBeLessThan(1e-5)
    })
    expect(Math.max(...fixture.steps[0].gradient.map(Math.abs))).toBeGreaterThan(1e-4)
  })
})
