import type { GraphMeasure } from './measure.ts'
import { norms } from './norm.ts'

/** ‖w‖₂ of all weights together and of each tensor (Omnigrok, Liu et al. 2023). */
export const weightNorms: GraphMeasure = {
  kind: 'graph',
  series: (tensorNames) => ['total', ...tensorNames].map((name) => `weight-norm/${name}`),
  compute: ({ tensors }) => norms(tensors)
}
