import * as tf from '@tensorflow/tfjs-core'
import type { InterventionConfig } from '../../../shared/catalogue/interventions/index.ts'
import { gatherRows } from '../primitives/gather.ts'
import { floats, weightVectors } from '../state.ts'
import type { Intervention, InterventionContext } from './intervention.ts'

/**
 * g + λ · (mean of the last w gradients) once there are w, the present one included (Lee et al. 2024, Grokfast-MA). The window is a ring
 * of rows of which a step reads and writes one. Its sum follows by adding the new row and taking off the old; so that rounding does not gather, a
 * second sum begins anew with each round of the ring and takes its place at the end.
 */
export function grokfastMa({ window, lambda }: Extract<InterventionConfig, { kind: 'grokfast-ma' }>, { network }: InterventionContext): Intervention {
  const { layout } = network
  const { size } = layout
  return {
    state: { ring: { ...weightVectors(layout, [window]), access: 'rows' }, sum: weightVectors(layout), round: weightVectors(layout), seen: floats([]) },
    feedNames: ['row'],
    feeds: (step) => ({ row: (step - 1) % window }),
    gradient(gradient, { state, feeds }) {
      const row = tf.cast(tf.reshape(feeds.row, [1]), 'int32') as tf.Tensor1D
      const oldest = tf.reshape(gatherRows(state.ring, row), [size])
      const round = tf.add(tf.mul(state.round, tf.cast(tf.greater(feeds.row, 0), 'float32')), gradient)
      const isEnd = tf.cast(tf.equal(feeds.row, window - 1), 'float32')
      const followed = tf.add(state.sum, tf.sub(gradient, oldest))
      const sum = tf.add(tf.mul(round, isEnd), tf.mul(followed, tf.sub(1, isEnd)))
      const seen = tf.minimum(tf.add(state.seen, 1), window)
      const share = tf.mul(tf.cast(tf.equal(seen, window), 'float32'), lambda / window)
      return {
        gradient: tf.add(gradient, tf.mul(sum, share)),
        state: { sum, round, seen },
        rows: { ring: { row, values: tf.reshape(gradient, [1, size]) } }
      }
    }
  }
}
