import * as v from 'valibot'
import { mlpEmbeddingModel } from './mlp-embedding.ts'
import { mlpOneHotModel } from './mlp-one-hot.ts'
import { quadraticMlpModel } from './quadratic-mlp.ts'
import { transformerModel } from './transformer.ts'

export const modelKinds = [transformerModel, mlpEmbeddingModel, mlpOneHotModel, quadraticMlpModel] as const
export const modelSchema = v.variant('kind', [transformerModel, mlpEmbeddingModel, mlpOneHotModel, quadraticMlpModel])
export type ModelConfig = v.InferOutput<typeof modelSchema>
