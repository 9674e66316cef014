import * as tf from '@tensorflow/tfjs-core'
import type { ModelConfig } from '../../../shared/catalogue/models/index.ts'
import { uniform } from '../initializers.ts'
import { affine } from '../primitives/matrix.ts'
import { embeddingParameter, torchBound, torchLinear } from './initial-weights.ts'
import { matrix, vector, type Model, type TaskShape } from './model.ts'
import { combine, expand, map, type Stream } from './stream.ts'
import { tokenRows } from './token-inputs.ts'

/** Hidden and cell state after a position. */
interface State {
  hidden: Stream
  cell: Stream
}

/** The four gates of PyTorch’s order i, f, g, o from their sum [n, 4 · units], as parts [n, units]. */
function gateParts(gates: tf.Tensor, units: number): tf.Tensor[] {
  return [0, 1, 2, 3].map((gate) => tf.slice(gates, [0, gate * units], [gates.shape[0], units]))
}

/** c' = σ(f) · c + σ(i) · tanh(g). */
function nextCell(gates: tf.Tensor, cell: tf.Tensor | null, units: number): tf.Tensor {
  const [input, forget, candidate] = gateParts(gates, units)
  const added = tf.mul(tf.sigmoid(input), tf.tanh(candidate))
  return cell === null ? added : tf.add(tf.mul(tf.sigmoid(forget), cell), added)
}

/** h' = σ(o) · tanh(c'). */
function nextHidden(gates: tf.Tensor, cell: tf.Tensor, units: number): tf.Tensor {
  return tf.mul(tf.sigmoid(gateParts(gates, units)[3]), tf.tanh(cell))
}

/**
 * One LSTM layer (Hochreiter and Schmidhuber 1997, in PyTorch’s form with one bias where PyTorch adds two of the same effect) on the whole
 * sequence, its last hidden state through a linear layer to the classes. All weights uniform in ± 1 / √units, an embedding N(0, 1).
 * The state after the first token is formed once for each of its values. On one-hot tokens the input weights are the table of tokens.
 */
export function lstm(config: Extract<ModelConfig, { kind: 'lstm' }>, task: TaskShape): Model {
  const { hiddenWidth: units, embeddingWidth } = config
  const isEmbedded = config.inputs === 'embedding'
  const initial = uniform(torchBound(units))
  const inputs = isEmbedded ? embeddingWidth : task.vocabulary
  const tokenGates = (weights: Record<string, tf.Tensor>): tf.Tensor2D =>
    isEmbedded ? tf.matMul(matrix(weights, 'embedding'), matrix(weights, 'input')) : matrix(weights, 'input')
  return {
    parameters: [
      ...(isEmbedded ? [embeddingParameter(task, embeddingWidth, 'torch', config)] : []),
      { name: 'input', shape: [inputs, 4 * units], initial },
      { name: 'recurrent', shape: [units, 4 * units], initial },
      { name: 'gate-bias', shape: [4 * units], initial },
      ...torchLinear('output', units, task.classes)
    ],
    buffers: [],
    logits(weights, operands) {
      const table = tf.add<tf.Tensor2D>(tokenGates(weights), weights['gate-bias'])
      const step = (state: State | null, position: number): State => {
        const token = tokenRows(table, task.sequence[position], task)
        if (state === null) {
          const cell = map(token, (gates) => nextCell(gates, null, units))
          return { cell, hidden: combine([token, cell], operands, ([gates, c]) => nextHidden(gates, c, units)) }
        }
        const recurrent = map(state.hidden, (rows) => tf.matMul(rows as tf.Tensor2D, matrix(weights, 'recurrent')))
        const gates = combine([token, recurrent], operands, ([a, b]) => tf.add(a, b))
        const cell = combine([gates, state.cell], operands, ([g, c]) => nextCell(g, c, units))
        return { cell, hidden: combine([gates, cell], operands, ([g, c]) => nextHidden(g, c, units)) }
      }
      const last = task.sequence.reduce<State | null>((state, _, position) => step(state, position), null)
      if (last === null) throw new Error('an LSTM needs a sequence of at least one token')
      return affine(expand(last.hidden, operands) as tf.Tensor2D, matrix(weights, 'output'), vector(weights, 'output-bias'))
    },
    embedding: (weights) => tf.slice2d(matrix(weights, isEmbedded ? 'embedding' : 'input'), [0, 0], [task.tokens, isEmbedded ? embeddingWidth : 4 * units]),
    embeddingShape: [task.tokens, isEmbedded ? embeddingWidth : 4 * units],
    embeddingTensor: isEmbedded && config.embeddingTrained ? 'embedding' : null,
    firstWeights: 'input'
  }
}
