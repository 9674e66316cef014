import { GrokscopeError } from '../../../shared/errors.ts'
import type { Network } from '../network.ts'
import { entryOf, type ParameterEntry } from '../parameters.ts'

/** The two weight tensors whose coupling arXiv 2505.15624 studies. */
export interface CoupledBlocks {
  /** E, [vocabulary, width]. */
  embedding: ParameterEntry
  /** W, the first linear map after it, [inputs, units]: its columns are the rows of the paper's W. */
  firstWeights: ParameterEntry
}

/** Embedding and first weights of a network. Throws `measure/unfit` where it has no trained embedding. */
export function coupledBlocks({ layout, model }: Network): CoupledBlocks {
  const { embeddingTensor, firstWeights } = model
  if (embeddingTensor === null || firstWeights === null) throw new GrokscopeError('measure/unfit', 'the model has no trained embedding')
  return { embedding: entryOf(layout, embeddingTensor), firstWeights: entryOf(layout, firstWeights) }
}
