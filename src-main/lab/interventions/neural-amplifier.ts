import * as tf from '@tensorflow/tfjs-core'
import type { InterventionConfig } from '../../../shared/catalogue/interventions/index.ts'
import { GrokscopeError } from '../../../shared/errors.ts'
import { flatLossAndGradient } from '../evaluation.ts'
import { adam } from '../optimizers/adam.ts'
import { floats, type StateSpecs } from '../state.ts'
import { piecewiseForm, plainForm, type AmplifierForm } from './amplifier/forms.ts'
import { amplifierLayout, initialAmplifier } from './amplifier/network.ts'
import { outerStep } from './amplifier/outer-step.ts'
import { clipNorm } from './gradient-scale.ts'
import type { Intervention, InterventionContext, Learning } from './intervention.ts'

type AmplifierConfig = Extract<InterventionConfig, { kind: 'neural-amplifier' }>

const powerOfTwo = (least: number): number => 2 ** Math.ceil(Math.log2(least))

/** φ at the start: that of another run where the config names one, else PyTorch's random start. Throws `run/state` where it does not fit. */
function startOf({ hidden, given, seed }: { hidden: readonly number[]; given: InterventionContext['given']; seed: number }): Float32Array {
  const { phi } = given
  if (phi === undefined) return initialAmplifier(hidden, seed)
  const { size } = amplifierLayout(hidden)
  if (phi.length === size) return Float32Array.from(phi)
  throw new GrokscopeError('run/state', `the amplifier that is to be used has ${phi.length} weights, this one has ${size}; expected the same hidden layers and width`)
}

/** Initial values of what follows from φ. */
function derivedStart(form: AmplifierForm, phi: Float32Array): StateSpecs {
  const derived = tf.tidy(() => form.derive(tf.tensor1d(phi), {}))
  return Object.fromEntries(Object.entries(form.state).map(([name, spec]) => {
    const initial = derived[name].dataSync<'float32'>().slice()
    derived[name].dispose()
    return [name, { ...spec, initial }]
  }))
}

/** The amplifier's own training at every T-th step (NeuralGrok, algorithm 2); the batch is that of the step, D_outer is taken whole. */
function training(config: AmplifierConfig, form: AmplifierForm, { network, sets, config: { optimizer } }: InterventionContext): Learning {
  const { outerInterval, outerLearningRate, outerWeightDecay } = config
  const rule = adam({ kind: 'adam', learningRate: outerLearningRate, beta1: 0.9, beta2: 0.98, epsilon: 1e-8, warmupSteps: 0, weightDecay: outerWeightDecay })
  return {
    everySteps: outerInterval,
    feedNames: rule.feedNames,
    feeds: (times) => rule.feeds(times),
    learn({ parameters, gradient: inner }, { state, buffers, feeds }) {
      const phi = state.phi as tf.Tensor1D
      const { loss, gradient } = outerStep({
        parameters, phi, rate: optimizer.learningRate,
        amplify: (at) => form.amplifyBy(inner, at, state),
        outerLoss: (at) => flatLossAndGradient(network, at, sets.outer, buffers)
      })
      const slots = { moment1: state.moment1 as tf.Tensor1D, moment2: state.moment2 as tf.Tensor1D }
      const updated = rule.update({ parameters: phi, gradient, slots, feeds, rates: null, redirect: (direction) => direction })
      return { phi: updated.parameters, ...updated.slots, ...form.derive(updated.parameters, state), 'outer-loss': loss }
    }
  }
}

/**
 * NeuralGrok (arXiv 2504.17243): each tensor's gradient goes through the amplifier, then the global norm is clipped; the amplifier learns from
 * the loss on D_outer after a virtual SGD step at the optimizer's learning rate. With an amplifier of another run it only amplifies.
 */
export function neuralAmplifier(config: AmplifierConfig, context: InterventionContext): Intervention {
  const hidden = Array.from({ length: config.hiddenLayers }, () => config.hiddenWidth)
  const shape = { hidden, layout: context.network.layout, norm: config.norm, pieces: powerOfTwo(config.pieces) }
  const form = config.form === 'plain' ? plainForm(shape) : piecewiseForm(shape)
  const phi = startOf({ hidden, given: context.given, seed: context.config.seed })
  const { size } = amplifierLayout(hidden)
  const isTrained = config.weightsFrom === ''
  const reports = [...(isTrained ? ['outer-loss'] : []), ...('pieces' in form.state ? ['pieces'] : [])]
  return {
    state: {
      'phi': { shape: [size], dtype: 'float32', initial: phi },
      ...derivedStart(form, phi),
      ...(isTrained ? { 'moment1': floats([size]), 'moment2': floats([size]), 'outer-loss': floats([]) } : {})
    },
    gradient(gradient, { state }) {
      const amplified = form.amplify(gradient, state)
      return { gradient: config.clip === null ? amplified : clipNorm(amplified, config.clip) }
    },
    ...(isTrained ? { learning: training(config, form, context) } : {}),
    reports,
    report: (state) => reports.map((name) => state[name] as tf.Scalar),
    fault({ pieces }) {
      if (pieces === undefined || pieces[0] <= shape.pieces) return null
      return `the amplifier has ${pieces[0]} linear pieces and room for ${shape.pieces}; raise its field pieces to at least ${pieces[0]}, or choose the form plain`
    }
  }
}
