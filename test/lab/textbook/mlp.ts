import * as tf from '@tensorflow/tfjs-core'
import type { ModelConfig } from '../../../shared/catalogue/models/index.ts'
import type { TaskShape } from '../../../shared/catalogue/tasks/index.ts'
import { activations } from '../../../src-main/lab/primitives/elementwise.ts'
import { inputIds } from './tokens.ts'

type Weights = Record<string, tf.Tensor>
type MlpConfig = Extract<ModelConfig, { kind: 'mlp-embedding' | 'mlp-one-hot' | 'mlp-numbers' }>

const oneHot = (ids: number[], tokens: number): tf.Tensor2D =>
  tf.tensor2d(ids.map((id) => Array.from({ length: tokens }, (_, index) => (index === id ? 1 : 0))))

/** What goes into the first layer: embeddings, one-hot rows or numbers of all positions, side by side. */
function inputsOf(config: MlpConfig, task: TaskShape, weights: Weights, ids: number[][]): tf.Tensor2D {
  if (config.kind === 'mlp-numbers') return tf.div(tf.tensor2d(ids), config.scaling === 'residues' ? task.residues : 1)
  const rows = config.inputs === 'sequence' ? task.vocabulary : task.tokens
  const columns = ids[0].map((_, position) => oneHot(ids.map((row) => row[position]), rows))
  const embedded = config.kind === 'mlp-embedding' ? columns.map((column) => tf.matMul<tf.Tensor2D>(column, weights.embedding as tf.Tensor2D)) : columns
  return tf.concat2d(embedded, 1)
}

/** The MLPs as papers write them: concatenated inputs times one first matrix, then layer by layer. */
export function fullMlpLogits(config: MlpConfig, task: TaskShape, weights: Weights, inputs: number[][]): tf.Tensor2D {
  const activate = activations[config.activation]
  let hidden = inputsOf(config, task, weights, inputIds(task, inputs, config.inputs))
  for (let layer = 1; layer <= config.hiddenLayers; layer++) {
    hidden = activate(tf.add<tf.Tensor2D>(tf.matMul(hidden, weights[`hidden-${layer}`] as tf.Tensor2D), weights[`hidden-${layer}-bias`]))
  }
  return tf.add(tf.matMul(hidden, weights.output as tf.Tensor2D), weights['output-bias'])
}

/** Gromov's model: one-hot operands through one table each, summed, squared, and out. */
export function fullQuadraticLogits(task: TaskShape, weights: Weights, inputs: number[][]): tf.Tensor2D {
  const sum = inputs[0].map((_, operand) => tf.matMul(oneHot(inputs.map((row) => row[operand]), task.residues), weights[`input-${'xyz'[operand]}`] as tf.Tensor2D))
    .reduce((a, b) => tf.add(a, b))
  return tf.matMul(tf.square(sum) as tf.Tensor2D, weights.output as tf.Tensor2D)
}
