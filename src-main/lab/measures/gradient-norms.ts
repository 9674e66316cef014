import type { GraphMeasure } from './measure.ts'
import { norms } from './norm.ts'

/** ‖∇L‖₂ of the loss over the whole training set, together and for each tensor, before any decay is added. */
export const gradientNorms: GraphMeasure = {
  kind: 'graph',
  series: (tensorNames) => ['total', ...tensorNames].map((name) => `gradient-norm/${name}`),
  compute: ({ gradients }) => norms(gradients())
}
