import type { InterventionConfig } from '../../../shared/catalogue/interventions/index.ts'
import { adaptiveEmbeddingRate } from './adaptive-embedding-rate.ts'
import { decayOnly } from './decay-only.ts'
import { embeddingRate } from './embedding-rate.ts'
import { gradientNoise } from './gradient-noise.ts'
import { gradientClip, gradientNormalization } from './gradient-scale.ts'
import { grokfastEma } from './grokfast-ema.ts'
import { grokfastMa } from './grokfast-ma.ts'
import type { Intervention, InterventionContext } from './intervention.ts'
import { neuralAmplifier } from './neural-amplifier.ts'
import { updateNoise } from './update-noise.ts'
import { weightNoise } from './weight-noise.ts'

/** The change to the training rule that a config names. */
export function buildIntervention(config: InterventionConfig, context: InterventionContext): Intervention {
  switch (config.kind) {
    case 'embedding-rate': return embeddingRate(config, context)
    case 'adaptive-embedding-rate': return adaptiveEmbeddingRate(config, context)
    case 'weight-noise': return weightNoise(config, context)
    case 'update-noise': return updateNoise(config, context)
    case 'decay-only': return decayOnly()
    case 'gradient-noise': return gradientNoise(config, context)
    case 'gradient-normalization': return gradientNormalization(config, context)
    case 'gradient-clip': return gradientClip(config)
    case 'grokfast-ema': return grokfastEma(config, context)
    case 'grokfast-ma': return grokfastMa(config, context)
    case 'neural-amplifier': return neuralAmplifier(config, context)
  }
}
