import * as tf from '@tensorflow/tfjs-core'
import type { InterventionConfig } from '../../../shared/catalogue/interventions/index.ts'
import { leadingSingularVector } from '../../../shared/numerics/leading-singular-vector.ts'
import { normals, randomSource } from '../../../shared/numerics/random.ts'
import { entryOf, initialParameters, perTensor, type ParameterEntry } from '../parameters.ts'
import { followLargestSingularValue } from '../primitives/largest-singular-value.ts'
import { floats, type StateSpecs } from '../state.ts'
import { streams } from '../streams.ts'
import type { Intervention, InterventionContext } from './intervention.ts'

type AdaptiveConfig = Extract<InterventionConfig, { kind: 'adaptive-embedding-rate' }>

const matrixOf = (flat: tf.Tensor1D, { offset, size, shape }: ParameterEntry): tf.Tensor2D =>
  tf.reshape(tf.slice(flat, offset, size), shape as [number, number])

/** Rows of an embedding that the examples of a task can touch: values of operands and, where the model reads them, symbols. */
function usedRows({ task }: InterventionContext['network'], { shape: [rowCount] }: ParameterEntry): number {
  const rows = task.sequence.flatMap((slot) => 'symbol' in slot ? [slot.symbol] : Array.from({ length: task.residues }, (_, value) => value + slot.offset))
  return new Set(rows.filter((row) => row < rowCount)).size
}

/** Starts of the power iterations: the leading vectors of the matrices as they start, so that the first σ are right too. */
function startVectors({ network, config: { seed } }: InterventionContext, matrices: readonly ParameterEntry[]): StateSpecs[string][] {
  const weights = initialParameters(network.model.parameters, seed)
  return matrices.map(({ offset, size, shape: [, columns] }, number) => {
    const random = normals(columns, randomSource(seed, streams.interventions, number))
    const initial = Float32Array.from(leadingSingularVector(weights.subarray(offset, offset + size), random))
    return { shape: [columns], dtype: 'float32', initial }
  })
}

/** Power iterations in a step: ten where c is set often (RECONSTRUCTION), fewer where a hundred fit in between two settings. */
const iterationsFor = (everySteps: number): number => Math.min(10, Math.ceil(100 / everySteps))

/** Stands for a σ or f of 0, so that 0 / 0 is 0 and anything else over 0 is beyond the upper bound. */
const smallestDivisor = 1e-30

const quotient = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.div(a, tf.maximum(b, smallestDivisor))

const reports = ['ratio', 'sigma-embedding', 'sigma-first', 'frequency'] as const

/** The two matrices whose singular values decide the ratio. Throws where the model lacks one; configs are checked for that before. */
function matricesOf({ network: { layout, model } }: InterventionContext): { embedding: ParameterEntry; first: ParameterEntry } {
  if (model.embeddingTensor === null || model.firstWeights === null) throw new Error('an adaptive embedding rate needs an embedding and first weights')
  return { embedding: entryOf(layout, model.embeddingTensor), first: entryOf(layout, model.firstWeights) }
}

/**
 * c = clip(k₀ · σ_max(E) / σ_max(W) · f_W / f_E) with f_W = 1, set anew every so many steps, in between constant (paper 1, Prop. 4.1, as an
 * on-line rule; RECONSTRUCTION). σ are followed by warm-started power iterations in every step; f_E is a moving average of the share of
 * used embedding rows with a gradient, which starts as the first share.
 */
export function adaptiveEmbeddingRate(config: AdaptiveConfig, context: InterventionContext): Intervention {
  const { factor, everySteps, smoothing, smallest, largest } = config
  const { embedding, first } = matricesOf(context)
  const iterations = iterationsFor(everySteps)
  const rows = usedRows(context.network, embedding)
  const [embeddingVector, firstVector] = startVectors(context, [embedding, first])
  const isEmbedding = perTensor(context.network.layout, ({ name }) => (name === embedding.name ? 1 : 0))
  return {
    state: {
      'vector-embedding': embeddingVector,
      'vector-first': firstVector,
      ...Object.fromEntries(reports.map((name) => [name, floats([], name === 'ratio' ? 1 : 0)]))
    },
    feedNames: ['isSet'],
    feeds: (step) => ({ isSet: (step - 1) % everySteps === 0 ? 1 : 0 }),
    gradient(gradient, { state, feeds, parameters }) {
      const e = followLargestSingularValue(matrixOf(parameters, embedding), state['vector-embedding'] as tf.Tensor1D, iterations)
      const w = followLargestSingularValue(matrixOf(parameters, first), state['vector-first'] as tf.Tensor1D, iterations)
      const touched = tf.sum(tf.cast(tf.greater(tf.sum(tf.abs(matrixOf(gradient, embedding)), 1), 0), 'float32'))
      const share = tf.div(touched, rows)
      const mean = tf.add(tf.mul(state.frequency, smoothing), tf.mul(share, 1 - smoothing))
      const frequency = tf.where(tf.greater(state.frequency, 0), mean, share)
      const wanted = quotient(tf.mul(quotient(e.value, w.value), factor), frequency)
      const clipped = tf.minimum(tf.maximum(wanted, smallest), largest)
      const ratio = tf.add(tf.mul(clipped, feeds.isSet), tf.mul(state.ratio, tf.sub(1, feeds.isSet)))
      return {
        gradient,
        state: { 'vector-embedding': e.vector, 'vector-first': w.vector, 'sigma-embedding': e.value, 'sigma-first': w.value, frequency, ratio }
      }
    },
    rates: ({ state }) => tf.add(tf.mul(tf.tensor1d(isEmbedding), tf.sub(state.ratio, 1)), 1),
    reports,
    report: (state) => reports.map((name) => state[name] as tf.Scalar)
  }
}
