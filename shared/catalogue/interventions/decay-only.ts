import * as v from 'valibot'

/** Gu et al. 2025, the limit of Theorem 3.8: the loss has no say, only the decay term moves weights. */
export const decayOnly = v.pipe(v.strictObject({ kind: v.literal('decay-only') }),
  v.title('Decay only'), v.description('The gradient of the loss is replaced by 0: weights follow their decay alone, so that uniformity without grokking shows (arXiv 2504.03162, the limit of Theorem 3.8).'))
