import * as tf from '@tensorflow/tfjs-core'
import { absoluteEntropy } from './entropy.ts'
import type { GraphMeasure } from './measure.ts'

/** Absolute weight entropy −Σ |w_i| ln |w_i| of all weights together and of each tensor (AWE; Golechha 2024, arXiv 2504.17243, eq. 3). */
export const weightEntropy: GraphMeasure = {
  kind: 'graph',
  series: (tensorNames) => ['total', ...tensorNames].map((name) => `weight-entropy/${name}`),
  compute({ tensors }) {
    const entropies = tensors.map(absoluteEntropy)
    return [tf.sum(tf.stack(entropies)), ...entropies]
  }
}
