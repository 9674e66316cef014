import * as v from 'valibot'
import { adaptiveEmbeddingRate } from './adaptive-embedding-rate.ts'
import { decayOnly } from './decay-only.ts'
import { embeddingRate } from './embedding-rate.ts'
import { gradientClip } from './gradient-clip.ts'
import { gradientNoise } from './gradient-noise.ts'
import { gradientNormalization } from './gradient-normalization.ts'
import { grokfastEma } from './grokfast-ema.ts'
import { grokfastMa } from './grokfast-ma.ts'
import { neuralAmplifier } from './neural-amplifier.ts'
import { updateNoise } from './update-noise.ts'
import { weightNoise } from './weight-noise.ts'

/** Changes to the training rule, in the order in which they are offered. */
export const interventionKinds = [
  embeddingRate, adaptiveEmbeddingRate, weightNoise, updateNoise, gradientNoise, decayOnly,
  neuralAmplifier, gradientNormalization, gradientClip, grokfastMa, grokfastEma
] as const
export const interventionSchema = v.variant('kind', interventionKinds)
export type InterventionConfig = v.InferOutput<typeof interventionSchema>
