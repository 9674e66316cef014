import { absoluteEntropy } from './entropy.ts'
import type { GraphMeasure } from './measure.ts'

/**
 * Absolute gradient entropy −Σ |g_i| ln |g_i| over all weights (AGE; arXiv 2504.17243, eq. 4), of the gradient over the whole training set and of
 * what the run's interventions make of it before the optimizer; both are the same where there are none.
 */
export const gradientEntropy: GraphMeasure = {
  kind: 'graph',
  series: () => ['gradient-entropy/raw', 'gradient-entropy/transformed'],
  compute: (evaluation) => [absoluteEntropy(evaluation.gradient()), absoluteEntropy(evaluation.gradientAfterInterventions())]
}
