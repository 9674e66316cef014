import * as tf from '@tensorflow/tfjs-core'
import type { RunConfig } from '../../../shared/config/schema.ts'
import { exactCrossEntropy, type ClassifiedLogits } from '../../../shared/numerics/exact-cross-entropy.ts'
import { excludedLogits, projectOnSums, restrictedLogits } from '../../../shared/numerics/grid-fourier.ts'
import { embeddingSpectrum } from '../../../shared/numerics/spectrum.ts'
import type { ProgramFunction } from '../../../shared/program.ts'
import { exampleSet, splitExamples } from '../example-set.ts'
import { evaluationPass } from '../models/model.ts'
import type { Network } from '../network.ts'
import { named, splitParameters } from '../parameters.ts'
import { below } from '../state.ts'
import type { TaskData } from '../tasks/task-data.ts'
import type { CheckpointMeasure } from './measure.ts'

/** At most so many logits exist at once: 128 MB. */
const largestEvaluation = 2 ** 25

/** Mean of (z − onehot)² over rows and classes, in float64. */
function squaredError({ logits, classes, targets }: ClassifiedLogits, rows: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < classes; j++) sum += (logits[rows[i] * classes + j] - (targets[rows[i]] === j ? 1 : 0)) ** 2
  }
  return sum / (rows.length * classes)
}

const lossOf = (kind: RunConfig['loss']['kind']) => (kind === 'mean-squared-error' ? squaredError : exactCrossEntropy)

/**
 * Rows of a task for each (a, b) in row order, with a + b the sum that the result depends on: for x − y the second operand is −b.
 * The same permutation leads back.
 */
function gridRows(modulus: number, subtracted: boolean): Int32Array {
  return Int32Array.from({ length: modulus ** 2 }, (_, pair) => {
    const [x, b] = [Math.floor(pair / modulus), pair % modulus]
    return x * modulus + (subtracted ? (modulus - b) % modulus : b)
  })
}

/** Logits of all pairs, [p · p, classes]. */
function logitsFunction({ model, layout, task }: Network, data: TaskData, rows: Int32Array): ProgramFunction {
  const set = exampleSet(data, rows)
  return {
    feeds: {},
    run(state) {
      const weights = named(splitParameters(state.parameters as tf.Tensor1D, layout), layout)
      const pass = evaluationPass(below('buffer', state))
      const parts = splitExamples(set, model.largestBatch ?? Math.floor(largestEvaluation / task.classes))
      return { outputs: { logits: tf.concat(parts.map(({ operands }) => model.logits(weights, operands, pass))) } }
    }
  }
}

function embeddingFunction({ model, layout }: Network): ProgramFunction {
  return {
    feeds: {},
    run(state) {
      const weights = named(splitParameters(state.parameters as tf.Tensor1D, layout), layout)
      return { outputs: { embedding: model.embedding(weights, below('buffer', state)) } }
    }
  }
}

/**
 * Restricted loss: of P_K L + mean L over all pairs, the training and the test set; excluded loss: of L − P_K L over the training set (Nanda et al.
 * 2023), with P_K the projection of the logits L on cos and sin of w_k(x + y) for the key frequencies k, for subtraction of w_k(x − y). The key
 * frequencies are those of the embedding in the run's last checkpoint, by `keyFrequencies`, the same at every step. The loss is the run's own,
 * in float64.
 */
export const progressMeasures: CheckpointMeasure = {
  kind: 'checkpoint',
  series: ['restricted-loss/all', 'restricted-loss/train', 'restricted-loss/test', 'excluded-loss/train'],
  prepareFor({ config, network, task }) {
    const { residues: modulus, classes } = task
    const rows = gridRows(modulus, config.task.kind === 'modular' && config.task.operation === 'subtract')
    const loss = lossOf(config.loss.kind)
    const targets = rows.map((row) => task.targets[row])
    const [train, test] = [task.trainIndices, task.testIndices].map((indices) => indices.map((row) => rows[row]))
    let keys: number[] = []
    return {
      functions: { logits: logitsFunction(network, task, rows), embedding: embeddingFunction(network) },
      prepare({ run }) {
        keys = embeddingSpectrum(Float32Array.from(run('embedding', {}).embedding), modulus, network.model.embeddingShape[1]).keyFrequencies
      },
      compute({ run }) {
        const grid = { logits: Float32Array.from(run('logits', {}).logits), modulus, classes }
        const projection = projectOnSums(grid, keys)
        const restricted = { logits: restrictedLogits(grid, projection), classes, targets }
        const excluded = { logits: excludedLogits(grid, projection), classes, targets }
        return [...[rows, train, test].map((chosen) => loss(restricted, chosen)), loss(excluded, train)]
      }
    }
  }
}
