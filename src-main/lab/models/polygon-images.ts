import * as tf from '@tensorflow/tfjs-core'
import { cellDictionary, type PolygonInputs } from '../../../shared/images/polygon-inputs.ts'
import type { Operands } from '../example-set.ts'
import { gatherRows } from '../primitives/gather.ts'

/** Puts images together, [batch, size, size, channels], for the four dictionary indices [batch]. */
export interface ImageAssembly {
  assemble(operands: Operands): tf.Tensor4D
  /** Frees the dictionary, which is uploaded when it is first used. */
  dispose(): void
}

/** Images from their cells. Only the dictionary is kept: one constant of the graph, however large the task. */
export function polygonImages(inputs: PolygonInputs): ImageAssembly {
  const { values, entries, cellSize, channels } = cellDictionary(inputs)
  let kept: tf.Tensor2D | undefined
  const dictionary = (): tf.Tensor2D => {
    const size = cellSize * cellSize * channels
    if (kept === undefined || kept.isDisposed) kept = tf.keep(tf.tensor2d(values, [values.length / size, size]))
    return kept
  }
  return {
    assemble(operands) {
      const [topLeft, topRight, bottomLeft, bottomRight] = operands.map((indices, position) => {
        const cells = gatherRows(dictionary(), tf.add<tf.Tensor1D>(indices, tf.scalar(position * entries, 'int32')))
        return tf.reshape<tf.Rank.R4>(cells, [indices.shape[0], cellSize, cellSize, channels])
      })
      return tf.concat([tf.concat([topLeft, topRight], 2), tf.concat([bottomLeft, bottomRight], 2)], 1)
    },
    dispose() { kept?.dispose() }
  }
}
