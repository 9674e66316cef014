import { GrokscopeError } from '../../../shared/errors.ts'
import type { Network } from '../network.ts'
import type { ParameterEntry } from '../parameters.ts'

/** The two weight tensors whose coupling arXiv 2505.15624 studies. */
export interface CoupledBlocks {
  /** E, [vocabulary, width]. */
  embedding: ParameterEntry
  /** W, the first linear map after it, [inputs, units]: its columns are the rows of the paper's W. */
  firstWeights: ParameterEntry
}

/** Embedding and first weights of a network. Throws `measure/unfit` where it has no trained embedding. */
export function coupledBlocks({ layout }: Network): CoupledBlocks {
  const find = (...names: string[]): ParameterEntry | undefined => layout.entries.find(({ name }) => names.includes(name))
  const embedding = find('embedding')
  const firstWeights = find('hidden-1-x', 'layer-1/value')
  if (embedding === undefined || firstWeights === undefined) throw new GrokscopeError('measure/unfit', 'the model has no trained embedding')
  return { embedding, firstWeights }
}
