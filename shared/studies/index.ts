import { adamLrStudy } from './adam-lr.ts'
import { transferStudy } from './amplifier-transfer.ts'
import { architecturesStudy } from './architectures.ts'
import { decayLimitStudy } from './decay-limit.ts'
import { gradientEntropyStudy } from './gradient-entropy.ts'
import { normalizationStudy } from './gradient-normalization.ts'
import { grokfastStudy } from './grokfast.ts'
import { hessianStudy } from './hessian-and-rank.ts'
import { holesStudy } from './holes.ts'
import { initialEmbeddingStudy } from './initial-embedding.ts'
import { layersStudy } from './layers.ts'
import { mainlineStudy } from './mainline.ts'
import { neuralGrokStudy } from './neuralgrok-steps.ts'
import { optimizersStudy } from './optimizers.ts'
import { polygonsStudy } from './polygons.ts'
import { quadraticFormStudy } from './quadratic-form.ts'
import { ratioSweepStudy } from './ratio-sweep.ts'
import type { Study } from './study.ts'
import { toeplitzStudy } from './toeplitz.ts'
import { fractionsStudy } from './training-fractions.ts'
import { splitsStudy } from './training-splits.ts'
import { uniformityStudy } from './uniformity.ts'
import { embeddingStudy } from './with-and-without-embedding.ts'

/** Every study, in the order in which they are listed: one line each. */
export const studies: readonly Study[] = [
  mainlineStudy,
  grokfastStudy,
  embeddingStudy,
  initialEmbeddingStudy,
  splitsStudy,
  ratioSweepStudy,
  adamLrStudy,
  hessianStudy,
  holesStudy,
  quadraticFormStudy,
  uniformityStudy,
  layersStudy,
  toeplitzStudy,
  decayLimitStudy,
  polygonsStudy,
  fractionsStudy,
  architecturesStudy,
  optimizersStudy,
  neuralGrokStudy,
  gradientEntropyStudy,
  normalizationStudy,
  transferStudy
]
