import { taskShape, type TaskConfig, type TaskShape } from '../tasks/index.ts'
import { channelsOf } from '../../images/preprocess.ts'
import type { ModelConfig } from './index.ts'
import { resnet18Parameters } from './resnet-18.ts'

type Config<Kind extends ModelConfig['kind']> = Extract<ModelConfig, { kind: Kind }>

/** After the first weights: biases, further hidden layers, output. */
function hiddenLayers({ hiddenLayers: layers, hiddenWidth: width }: { hiddenLayers: number; hiddenWidth: number }, { classes }: TaskShape): number {
  return width + (layers - 1) * (width * width + width) + width * classes + classes
}

/** Positions that an MLP reads, and different tokens there. */
function inputSize({ inputs }: { inputs: 'operands' | 'sequence' }, { sequence, operands, vocabulary, tokens }: TaskShape): { positions: number; rows: number } {
  return inputs === 'sequence' ? { positions: sequence.length, rows: vocabulary } : { positions: operands, rows: tokens }
}

function transformer(model: Config<'transformer'>, { sequence, vocabulary, classes }: TaskShape): number {
  const { layers, width, mlpWidth, normalization } = model
  const block = 4 * width * width + (model.attentionBias ? 4 * width : 0) + 2 * width * mlpWidth + mlpWidth + width + (normalization === 'none' ? 0 : 4 * width)
  const first = model.inputs === 'embedding' ? vocabulary * width : width
  const last = normalization === 'pre' || normalization === 'neuralgrok' ? 2 * width : 0
  return first + sequence.length * width + layers * block + last + width * classes
}

function lstm({ hiddenWidth, inputs, embeddingWidth }: Config<'lstm'>, { vocabulary, classes }: TaskShape): number {
  const isEmbedded = inputs === 'embedding'
  return (isEmbedded ? vocabulary * embeddingWidth : 0) + 4 * hiddenWidth * ((isEmbedded ? embeddingWidth : vocabulary) + hiddenWidth + 1) +
    hiddenWidth * classes + classes
}

/** Weights of the model that a config names, for its task. */
export function parameterCount({ model, task }: { model: ModelConfig; task: TaskConfig }): number {
  const shape = taskShape(task)
  switch (model.kind) {
    case 'transformer': return transformer(model, shape)
    case 'mlp-embedding': {
      const { positions, rows } = inputSize(model, shape)
      return rows * model.embeddingWidth + positions * model.embeddingWidth * model.hiddenWidth + hiddenLayers(model, shape)
    }
    case 'mlp-one-hot': {
      const { positions, rows } = inputSize(model, shape)
      return positions * rows * model.hiddenWidth + hiddenLayers(model, shape)
    }
    case 'mlp-numbers': return inputSize(model, shape).positions * model.hiddenWidth + hiddenLayers(model, shape)
    case 'quadratic-mlp': return (shape.operands * shape.residues + shape.classes) * model.hiddenWidth
    case 'lstm': return lstm(model, shape)
    case 'resnet-18': return resnet18Parameters(model, shape.images === undefined ? 0 : channelsOf(shape.images.preprocessing), shape.classes)
  }
}
