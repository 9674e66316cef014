import * as tf from '@tensorflow/tfjs-core'
import type { ModelConfig } from '../../../shared/catalogue/models/index.ts'
import type { TaskShape } from '../../../shared/catalogue/tasks/index.ts'
import { tokenIds } from './tokens.ts'

type Weights = Record<string, tf.Tensor>

/** An LSTM as PyTorch's manual writes it, example by example and position by position from a zero state. */
export function fullLstmLogits({ hiddenWidth: units, inputs: read }: Extract<ModelConfig, { kind: 'lstm' }>, task: TaskShape, weights: Weights, inputs: number[][]): tf.Tensor2D {
  const ids = tokenIds(task, inputs)
  let [hidden, cell] = [tf.zeros([inputs.length, units]) as tf.Tensor2D, tf.zeros([inputs.length, units]) as tf.Tensor2D]
  for (let position = 0; position < task.sequence.length; position++) {
    const oneHot = tf.tensor2d(ids.map((row) => Array.from({ length: task.vocabulary }, (_, index) => (index === row[position] ? 1 : 0))))
    const token = read === 'embedding' ? tf.matMul<tf.Tensor2D>(oneHot, weights.embedding as tf.Tensor2D) : oneHot
    const gates = tf.add(tf.add(tf.matMul(token, weights.input as tf.Tensor2D), tf.matMul(hidden, weights.recurrent as tf.Tensor2D)), weights['gate-bias'])
    const [i, f, g, o] = [0, 1, 2, 3].map((gate) => tf.slice(gates, [0, gate * units], [inputs.length, units]) as tf.Tensor2D)
    cell = tf.add(tf.mul(tf.sigmoid(f), cell), tf.mul(tf.sigmoid(i), tf.tanh(g)))
    hidden = tf.mul(tf.sigmoid(o), tf.tanh(cell))
  }
  return tf.add(tf.matMul(hidden, weights.output as tf.Tensor2D), weights['output-bias'])
}
