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

/** True where a model has an embedding that it learns. */
export function hasTrainedEmbedding(model: ModelConfig): boolean {
  if (!('embeddingTrained' in model) || !model.embeddingTrained) return false
  return !('inputs' in model) || (model.inputs !== 'numbers' && model.inputs !== 'one-hot')
}
