import * as tf from '@tensorflow/tfjs-core'
import type { GraphMeasure } from './measure.ts'

/**
 * MED of the first hidden layer: how far its activations lie apart on neighbouring diagonal inputs (i, i), with wrap-around. The code of
 * arXiv 2504.03162 takes it where the embedding is one-hot and fixed, as then φ says nothing. Throws for a model without such a layer.
 */
export const hiddenDifference: GraphMeasure = {
  kind: 'graph',
  series: () => ['uniformity/med-hidden'],
  compute({ network: { model, task }, weights }) {
    const { residues, operands } = task
    if (model.firstHidden === undefined) throw new Error('this model has no first hidden layer')
    const diagonal = tf.range(0, residues, 1, 'int32')
    const hidden = model.firstHidden({ ...weights }, Array.from({ length: operands }, () => diagonal))
    const [units, last] = [hidden.shape[1], residues - 1]
    const next = tf.concat2d([tf.slice2d(hidden, [1, 0], [last, units]), tf.slice2d(hidden, [0, 0], [1, units])], 0)
    return [tf.mul<tf.Scalar>(tf.sum(tf.sqrt(tf.sum(tf.square(tf.sub(next, hidden)), 1))), 1 / residues)]
  }
}
