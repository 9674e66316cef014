import * as v from 'valibot'
import { lstmModel } from './lstm.ts'
import { mlpEmbeddingModel } from './mlp-embedding.ts'
import { mlpNumbersModel } from './mlp-numbers.ts'
import { mlpOneHotModel } from './mlp-one-hot.ts'
import { quadraticMlpModel } from './quadratic-mlp.ts'
import { resnet18Model } from './resnet-18.ts'
import { transformerModel } from './transformer.ts'

export const modelKinds = [transformerModel, mlpEmbeddingModel, mlpOneHotModel, mlpNumbersModel, quadraticMlpModel, lstmModel, resnet18Model] as const
export const modelSchema = v.variant('kind', modelKinds)
export { lastSide, type ResNet18Config } from './resnet-18.ts'
export type ModelConfig = v.InferOutput<typeof modelSchema>

/** True where a model has an embedding of tokens. */
export function hasEmbedding(model: ModelConfig): boolean {
  return 'embeddingTrained' in model && model.inputs !== 'numbers' && model.inputs !== 'one-hot'
}

/** True where a model has an embedding that it learns. */
export function hasTrainedEmbedding(model: ModelConfig): boolean {
  return hasEmbedding(model) && 'embeddingTrained' in model && model.embeddingTrained
}

/** Why a model has no embedding that it learns, as the end of “needs a trained embedding, and …”; null where it has one. */
export function withoutTrainedEmbedding(model: ModelConfig): string | null {
  if (hasTrainedEmbedding(model)) return null
  if (hasFrozenEmbedding(model)) return 'that of this run is frozen'
  return `the model ${model.kind} has none${'embeddingTrained' in model ? ` with inputs ${model.inputs}` : ''}`
}

/** True where a model has an embedding that stays as it starts. */
export function hasFrozenEmbedding(model: ModelConfig): boolean {
  return hasEmbedding(model) && !hasTrainedEmbedding(model)
}
