import type { OptimizerConfig } from '../../../shared/catalogue/optimizers/index.ts'
import { adam } from './adam.ts'
import { adamw } from './adamw.ts'
import type { Optimizer } from './optimizer.ts'
import { sgd } from './sgd.ts'

/** The update rule that a config names. */
export function buildOptimizer(config: OptimizerConfig): Optimizer {
  switch (config.kind) {
    case 'adamw': return adamw(config)
    case 'adam': return adam(config)
    case 'sgd': return sgd(config)
  }
}
