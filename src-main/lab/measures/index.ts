import type { MeasureName } from '../../../shared/catalogue/measures.ts'
import { embeddingSpectrum } from './embedding-spectrum.ts'
import { gradientNorms } from './gradient-norms.ts'
import { hessianEigenvalues } from './hessian-eigenvalues.ts'
import { lossAndAccuracy } from './loss-and-accuracy.ts'
import type { Measure } from './measure.ts'
import { weightNorms } from './weight-norms.ts'

/** Every measure that a config can select. */
export const measures = {
  'loss-and-accuracy': lossAndAccuracy,
  'weight-norms': weightNorms,
  'gradient-norms': gradientNorms,
  'embedding-spectrum': embeddingSpectrum,
  'hessian-eigenvalues': hessianEigenvalues
} satisfies Record<MeasureName, Measure>
