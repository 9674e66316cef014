import * as tf from '@tensorflow/tfjs-core'
import { largestEigenvalue } from '../../../shared/numerics/largest-eigenvalue.ts'
import type { ProgramFunction } from '../../../shared/program.ts'
import type { ExampleSet } from '../example-set.ts'
import { meanLoss, type Network } from '../network.ts'
import { splitParameters, type ParameterEntry } from '../parameters.ts'
import { below } from '../state.ts'
import { coupledBlocks } from './blocks.ts'
import type { CheckpointMeasure } from './measure.ts'

const seed = 1

/** H·v for the block H of the Hessian that belongs to one weight tensor: ∇(∇L·v), the loss over a whole set. */
export function hessianProductFunction(network: Network, set: ExampleSet, { name, size, shape }: ParameterEntry): ProgramFunction {
  const position = network.layout.entries.findIndex((entry) => entry.name === name)
  return {
    feeds: { direction: { shape: [size], dtype: 'float32' } },
    run({ parameters, ...state }, { direction }) {
      const tensors = splitParameters(parameters as tf.Tensor1D, network.layout)
      const buffers = below('buffer', state)
      const vector = tf.reshape(direction, shape)
      const loss = (block: tf.Tensor): tf.Scalar => meanLoss(network, tensors.with(position, block), set, buffers)
      const slope = (block: tf.Tensor): tf.Scalar => tf.sum(tf.mul(tf.grad(loss)(block), vector))
      return { outputs: { product: tf.reshape(tf.grad(slope)(tensors[position]), [size]) } }
    }
  }
}

/**
 * Largest eigenvalue of the Hessian of the full training set's loss, for the block of the embedding E and for that of the first weights W,
 * from Hessian-vector products (arXiv 2505.15624, App. C.1; how many is a RECONSTRUCTION, see `largestEigenvalue`).
 */
export const hessianEigenvalues: CheckpointMeasure = {
  kind: 'checkpoint',
  series: ['hessian-eigenvalue/embedding', 'hessian-eigenvalue/first-weights'],
  prepareFor({ network, sets }) {
    const { embedding, firstWeights } = coupledBlocks(network)
    const blocks = [embedding, firstWeights]
    const functions = Object.fromEntries(blocks.map((block): [string, ProgramFunction] =>
      [block.name, hessianProductFunction(network, sets.train, block)]))
    return {
      functions,
      compute: ({ run, progress }) => blocks.map(({ name, size }, index) => largestEigenvalue(
        (direction) => run(name, { direction }).product, size, { seed, progress: (part) => progress((index + part) / blocks.length) }))
    }
  }
}
