import type { ModelConfig } from '../../../shared/catalogue/models/index.ts'
import { constant, normal, uniform, type Initializer } from '../initializers.ts'
import type { ParameterDeclaration } from '../parameters.ts'
import { embeddingParameter, torchBound } from './initial-weights.ts'
import type { TaskShape } from './model.ts'

export type TransformerConfig = Extract<ModelConfig, { kind: 'transformer' }>

/** How the weights of a transformer start. */
interface Start {
  position: Initializer
  numbers: Initializer
  projection: Initializer
  attentionOutput: Initializer
  mlp(inputs: number): { weight: Initializer; bias: Initializer }
  unembedding: Initializer
}

/** Matrices N(0, 1 / width), biases zero; the unembedding N(0, 1 / vocabulary) (Nanda et al. 2023) or as the rest (Gu et al. 2025). */
function normalStart(width: number, unembeddingInputs: number): Start {
  const initial = normal(1 / Math.sqrt(width))
  return {
    position: initial, numbers: initial, projection: initial, attentionOutput: initial,
    mlp: () => ({ weight: initial, bias: constant(0) }),
    unembedding: normal(1 / Math.sqrt(unembeddingInputs))
  }
}

/**
 * PyTorch's defaults: embeddings N(0, 1), linear layers uniform in ± 1 / √inputs; of nn.MultiheadAttention the joint projection of queries, keys
 * and values uniform in ± √(6 / (width + 3 · width)) (Xavier), its biases zero.
 */
function torchStart(width: number): Start {
  const linear = (inputs: number): Initializer => uniform(torchBound(inputs))
  return {
    position: normal(1), numbers: linear(1), projection: uniform(Math.sqrt(6 / (4 * width))), attentionOutput: linear(width),
    mlp: (inputs) => ({ weight: linear(inputs), bias: linear(inputs) }),
    unembedding: linear(width)
  }
}

/** Gain 1 and bias 0 of a layer normalization. */
function normParameters(name: string, width: number): ParameterDeclaration[] {
  return [{ name: `${name}-gain`, shape: [width], initial: constant(1) }, { name: `${name}-bias`, shape: [width], initial: constant(0) }]
}

/** Queries, keys and values, their biases, then the output; joint as PyTorch's nn.MultiheadAttention has them where it starts them. */
function attentionParameters({ width, attentionBias, initialization }: TransformerConfig, layer: string, start: Start): ParameterDeclaration[] {
  const bias = (name: string): ParameterDeclaration[] => attentionBias ? [{ name: `${layer}/${name}-bias`, shape: [width], initial: constant(0) }] : []
  const together = (declarations: ParameterDeclaration[], joint: string): ParameterDeclaration[] =>
    initialization === 'torch' ? declarations.map((declaration) => ({ ...declaration, joint: `${layer}/${joint}` })) : declarations
  const projections = ['query', 'key', 'value']
  return [
    ...together(projections.map((name) => ({ name: `${layer}/${name}`, shape: [width, width], initial: start.projection })), 'projection'),
    ...together(projections.flatMap(bias), 'projection-bias'),
    { name: `${layer}/attention-output`, shape: [width, width], initial: start.attentionOutput },
    ...bias('attention-output')
  ]
}

function blockParameters(config: TransformerConfig, layer: string, start: Start): ParameterDeclaration[] {
  const { width, mlpWidth, normalization } = config
  const mlp = [['mlp-input', width, mlpWidth], ['mlp-output', mlpWidth, width]] as const
  return [
    ...attentionParameters(config, layer, start),
    ...mlp.flatMap(([name, inputs, units]) => {
      const { weight, bias } = start.mlp(inputs)
      return [{ name: `${layer}/${name}`, shape: [inputs, units], initial: weight }, { name: `${layer}/${name}-bias`, shape: [units], initial: bias }]
    }),
    ...(normalization === 'none' ? [] : ['norm-1', 'norm-2'].flatMap((name) => normParameters(`${layer}/${name}`, width)))
  ]
}

function startOf({ initialization, width }: TransformerConfig, { vocabulary }: TaskShape): Start {
  if (initialization === 'torch') return torchStart(width)
  return normalStart(width, initialization === 'width-normal' ? width : vocabulary)
}

/** Every tensor of a transformer, from the embedding to the unembedding. */
export function transformerParameters(config: TransformerConfig, task: TaskShape): ParameterDeclaration[] {
  const { layers, width, normalization } = config
  const start = startOf(config, task)
  const hasFinalNorm = normalization === 'pre' || normalization === 'neuralgrok'
  return [
    config.inputs === 'embedding' ? embeddingParameter(task, width, config.initialization, config) : { name: 'numbers', shape: [1, width], initial: start.numbers },
    { name: 'position', shape: [task.sequence.length, width], initial: start.position },
    ...Array.from({ length: layers }, (_, index) => blockParameters(config, `layer-${index + 1}`, start)).flat(),
    ...(hasFinalNorm ? normParameters('final-norm', width) : []),
    { name: 'unembedding', shape: [width, task.classes], initial: start.unembedding }
  ]
}
