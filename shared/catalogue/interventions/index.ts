import * as v from 'valibot'
import { adaptiveEmbeddingRate } from './adaptive-embedding-rate.ts'
import { decayOnly } from './decay-only.ts'
import { embeddingRate } from './embedding-rate.ts'
import { updateNoise } from './update-noise.ts'
import { weightNoise } from './weight-noise.ts'

/** Changes to the training rule, in the order in which they are offered. */
export const interventionKinds = [embeddingRate, adaptiveEmbeddingRate, weightNoise, updateNoise, decayOnly] as const
export const interventionSchema = v.variant('kind', interventionKinds)
export type InterventionConfig = v.InferOutput<typeof interventionSchema>
