import type { MeasureName } from '../../../shared/catalogue/measures.ts'
import { embeddingGradient } from './embedding-gradient.ts'
import { embeddingSpectrum } from './embedding-spectrum.ts'
import { gradientEntropy } from './gradient-entropy.ts'
import { gradientNorms } from './gradient-norms.ts'
import { hessianEigenvalues } from './hessian-eigenvalues.ts'
import { hiddenDifference } from './hidden-difference.ts'
import { lossAndAccuracy } from './loss-and-accuracy.ts'
import { meanEmbeddingDifferenceCode } from './mean-embedding-difference-code.ts'
import { meanEmbeddingDifference } from './mean-embedding-difference.ts'
import type { Measure } from './measure.ts'
import { progressMeasures } from './progress-measures.ts'
import { ranks } from './ranks.ts'
import { tokenNorms } from './token-norms.ts'
import { tokenUniformity } from './token-uniformity.ts'
import { tokenUpdates } from './token-updates.ts'
import { weightEntropy } from './weight-entropy.ts'
import { weightNorms } from './weight-norms.ts'

/** Every measure that a config can select. */
export const measures = {
  'loss-and-accuracy': lossAndAccuracy,
  'weight-norms': weightNorms,
  'gradient-norms': gradientNorms,
  'embedding-spectrum': embeddingSpectrum,
  'mean-embedding-difference': meanEmbeddingDifference,
  'mean-embedding-difference-code': meanEmbeddingDifferenceCode,
  'hidden-difference': hiddenDifference,
  'token-uniformity': tokenUniformity,
  'weight-entropy': weightEntropy,
  'gradient-entropy': gradientEntropy,
  'token-norms': tokenNorms,
  'token-updates': tokenUpdates,
  'embedding-gradient': embeddingGradient,
  'hessian-eigenvalues': hessianEigenvalues,
  'ranks': ranks,
  'progress-measures': progressMeasures
} satisfies Record<MeasureName, Measure>
