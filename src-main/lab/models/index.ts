import type { ModelConfig } from '../../../shared/catalogue/models/index.ts'
import { lstm } from './lstm.ts'
import { mlpEmbedding } from './mlp-embedding.ts'
import { mlpNumbers } from './mlp-numbers.ts'
import { mlpOneHot } from './mlp-one-hot.ts'
import type { Model, TaskShape } from './model.ts'
import { quadraticMlp } from './quadratic-mlp.ts'
import { resnet18 } from './resnet-18.ts'
import { transformer } from './transformer.ts'

/** The network that a config names, for a task of the given shape. */
export function buildModel(config: ModelConfig, task: TaskShape): Model {
  switch (config.kind) {
    case 'transformer': return transformer(config, task)
    case 'mlp-embedding': return mlpEmbedding(config, task)
    case 'mlp-one-hot': return mlpOneHot(config, task)
    case 'mlp-numbers': return mlpNumbers(config, task)
    case 'quadratic-mlp': return quadraticMlp(config, task)
    case 'lstm': return lstm(config, task)
    case 'resnet-18': return resnet18(config, task)
  }
}
