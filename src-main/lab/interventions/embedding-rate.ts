import * as tf from '@tensorflow/tfjs-core'
import type { InterventionConfig } from '../../../shared/catalogue/interventions/index.ts'
import { perTensor } from '../parameters.ts'
import type { Intervention, InterventionContext } from './intervention.ts'

/** Adam-LR of paper 1, §4.3: the embedding is a parameter group of its own, with learning rate c · rate. */
export function embeddingRate({ ratio }: Extract<InterventionConfig, { kind: 'embedding-rate' }>, { network }: InterventionContext): Intervention {
  const rates = perTensor(network.layout, ({ name }) => (name === network.model.embeddingTensor ? ratio : 1))
  return { rates: () => tf.tensor1d(rates) }
}
