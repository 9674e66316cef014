import type { LossConfig } from '../../../shared/catalogue/losses/index.ts'
import { crossEntropyFloat32 } from './cross-entropy-float32.ts'
import { crossEntropy } from './cross-entropy.ts'
import type { Loss } from './loss.ts'
import { meanSquaredError } from './mean-squared-error.ts'

/** Every loss that a config can name. */
export const losses = {
  'cross-entropy': crossEntropy,
  'cross-entropy-float32': crossEntropyFloat32,
  'mean-squared-error': meanSquaredError
} satisfies Record<LossConfig['kind'], Loss>
