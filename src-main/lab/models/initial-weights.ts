import type { TaskShape } from '../../../shared/catalogue/tasks/index.ts'
import { toeplitzEmbedding } from '../../../shared/numerics/toeplitz.ts'
import { normal, scaled, uniform, type Initializer } from '../initializers.ts'
import type { ParameterDeclaration } from '../parameters.ts'
import type { activations } from '../primitives/elementwise.ts'

export type Initialization = 'scaled-normal' | 'torch'
/** Of a transformer: `width-normal` differs in the unembedding alone. */
export type TransformerInitialization = Initialization | 'width-normal'

/** How a model's embedding starts, and whether it is trained. */
export interface EmbeddingConfig {
  embeddingInitialization: 'default' | 'toeplitz'
  embeddingScale: number
  embeddingTrained: boolean
}

/** PyTorch's bound of a linear layer's weights and biases: 1 / √inputs. */
export const torchBound = (inputs: number): number => 1 / Math.sqrt(inputs)

/**
 * Deviation of a normal weight whose output goes through the activation: √(2 / inputs) for relu and gelu (He et al. 2015),
 * √(1 / inputs) for quadratic units (LeCun et al. 1998).
 */
export function hiddenDeviation(activation: keyof typeof activations, inputs: number): number {
  return Math.sqrt((activation === 'quadratic' ? 1 : 2) / inputs)
}

/**
 * The embedding table [vocabulary, width]: N(0, 1 / width), PyTorch's N(0, 1), or the first rows of a symmetric Toeplitz matrix
 * (Gu et al. 2025, App. E), times its scale.
 */
export function embeddingParameter(
  { vocabulary }: Pick<TaskShape, 'vocabulary'>, width: number, initialization: TransformerInitialization, config: EmbeddingConfig
): ParameterDeclaration {
  const usual = normal(initialization === 'torch' ? 1 : Math.sqrt(1 / width))
  const toeplitz: Initializer = (_, source) => toeplitzEmbedding(vocabulary, width, source)
  return {
    name: 'embedding', shape: [vocabulary, width],
    initial: scaled(config.embeddingInitialization === 'toeplitz' ? toeplitz : usual, config.embeddingScale),
    frozen: !config.embeddingTrained
  }
}

/** A linear layer, `<name>` [inputs, units] and `<name>-bias`, as PyTorch starts it: both uniform in ± 1 / √inputs. */
export function torchLinear(name: string, inputs: number, units: number): ParameterDeclaration[] {
  const initial = uniform(torchBound(inputs))
  return [{ name, shape: [inputs, units], initial }, { name: `${name}-bias`, shape: [units], initial }]
}
