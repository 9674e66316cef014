import * as tf from '@tensorflow/tfjs-core'
import type { ResNet18Config } from '../../../shared/catalogue/models/index.ts'
import { channelsOf } from '../../../shared/images/preprocess.ts'
import { cellsPerImage } from '../../../shared/images/polygons.ts'
import { uniform } from '../initializers.ts'
import { relu } from '../primitives/elementwise.ts'
import { affine } from '../primitives/matrix.ts'
import { globalAveragePooling, maxPooling } from '../primitives/pooling.ts'
import { evaluationPass, matrix, vector, type Model, type Pass, type TaskShape, type Weights } from './model.ts'
import { polygonImages } from './polygon-images.ts'
import {
  basicBlock, layerBuffers, layerParameters, layersOf, normalizedConvolution, throughBlock, type BasicBlock, type NormalizedConvolution
} from './residual-layers.ts'

/** Numbers that the largest activation of an evaluation may have: 512 MB. Each part adds its ops to the graph, so that parts must not be many. */
const largestActivation = 2 ** 27

/** Images whose first activation is no larger than that. */
function imagesAtOnce({ width, stem }: ResNet18Config, imageSize: number): number {
  const side = stem === 'imagenet' ? imageSize / 2 : imageSize
  return Math.max(1, Math.floor(largestActivation / (width * side * side)))
}

function stemOf({ stem, width }: ResNet18Config, channels: number): NormalizedConvolution {
  const window = stem === 'imagenet' ? { size: 7, stride: 2 } : { size: 3, stride: 1 }
  return { name: 'stem', ...window, inputs: channels, outputs: width }
}

/** The network on images themselves, [n, size, size, channels]. */
export interface ImageNetwork extends Pick<Model, 'parameters' | 'buffers'> {
  /** What the last layer reads: the mean of each channel over an image, [n, 8 · width]. */
  features(weights: Weights, images: tf.Tensor4D, pass: Pass): tf.Tensor2D
  logits(weights: Weights, images: tf.Tensor4D, pass: Pass): tf.Tensor2D
}

const featuresOf = ({ width }: ResNet18Config): number => 8 * width

function blocksOf(width: number): BasicBlock[] {
  return [0, 1, 2, 3].flatMap((stage) => {
    const [inputs, outputs] = [width * 2 ** Math.max(0, stage - 1), width * 2 ** stage]
    return [
      basicBlock(`stage-${stage + 1}/block-1`, inputs, outputs, stage === 0 ? 1 : 2),
      basicBlock(`stage-${stage + 1}/block-2`, outputs, outputs, 1)
    ]
  })
}

/**
 * ResNet-18 (He et al. 2015, arXiv 1512.03385, Table 1) as torchvision builds and initializes it: stem, four stages of two basic blocks, mean
 * over the image, one linear layer with PyTorch's uniform start.
 */
export function residualNetwork(config: ResNet18Config, channels: number, classes: number): ImageNetwork {
  const stem = stemOf(config, channels)
  const blocks = blocksOf(config.width)
  const layers = [stem, ...blocks.flatMap(layersOf)]
  const width = featuresOf(config)
  const initial = uniform(Math.sqrt(1 / width))
  const features: ImageNetwork['features'] = (weights, images, pass) => {
    const first = relu(normalizedConvolution(images, stem, weights, pass))
    const pooled = config.stem === 'imagenet' ? maxPooling(first, { size: 3, stride: 2, padding: 1 }) : first
    return globalAveragePooling(blocks.reduce((x, block) => throughBlock(x, block, weights, pass), pooled))
  }
  return {
    parameters: [...layers.flatMap(layerParameters), { name: 'output', shape: [width, classes], initial }, { name: 'output-bias', shape: [classes], initial }],
    buffers: layers.flatMap(layerBuffers),
    features,
    logits: (weights, images, pass) => affine(features(weights, images, pass), matrix(weights, 'output'), vector(weights, 'output-bias'))
  }
}

/**
 * ResNet-18 on the images that a task's dictionary indices stand for. It embeds no tokens; what the inspector shows instead are the features
 * (in evaluation) of the n images that have one dictionary entry in all four cells, in order of their sides.
 */
export function resnet18(config: ResNet18Config, { images, classes }: TaskShape): Model {
  if (images === undefined) throw new Error('resnet-18 needs a task of images')
  const { parameters, buffers, features, logits } = residualNetwork(config, channelsOf(images.preprocessing), classes)
  const { assemble, dispose } = polygonImages(images)
  return {
    parameters,
    buffers,
    dispose,
    largestBatch: imagesAtOnce(config, images.imageSize),
    logits: (weights, operands, pass) => logits(weights, assemble(operands), pass),
    embedding(weights, running) {
      const entries = tf.range(0, images.dictionarySize, 1, 'int32')
      return features(weights, assemble(Array.from({ length: cellsPerImage }, () => entries)), evaluationPass(running))
    },
    embeddingShape: [images.dictionarySize, featuresOf(config)],
    embeddingTensor: null,
    firstWeights: null
  }
}
