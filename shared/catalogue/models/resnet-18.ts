import * as v from 'valibot'
import { choiceField, integerField } from '../field.ts'

/** He et al. 2015 (arXiv 1512.03385), as torchvision has it. */
export const resnet18Model = v.pipe(v.strictObject({
  kind: v.literal('resnet-18'),
  width: integerField({
    title: 'Base width',
    description: 'Channels of the stem and of the first stage; each further stage has twice as many. ResNet-18 has 64: 64, 128, 256, 512.'
  }, { min: 1, max: 256, initial: 64 }),
  stem: choiceField({
    title: 'Stem',
    description: 'imagenet: 7 × 7 filters with stride 2 and max pooling, which leave a quarter of the image’s side. small: 3 × 3 filters with stride 1.'
  }, ['imagenet', 'small'], 'imagenet')
}), v.title('ResNet-18'), v.description(
  'Convolutional network with residual blocks and batch normalization, for tasks of images. It starts from random weights: the paper’s ' +
  'start from ImageNet’s pretrained weights is not included.'))

export type ResNet18Config = v.InferOutput<typeof resnet18Model>

/** Width and height of what the last stage sees: the stem of ImageNet halves an image twice, three stages halve it once each, always rounding up. */
export function lastSide({ stem }: ResNet18Config, imageSize: number): number {
  return Math.ceil(imageSize / (stem === 'imagenet' ? 32 : 8))
}

/** Convolutions of the two blocks of a stage, as [size, inputs, outputs]; each is followed by batch normalization. */
function stageConvolutions(inputs: number, outputs: number): [size: number, inputs: number, outputs: number][] {
  const first: [number, number, number][] = inputs === outputs ? [] : [[1, inputs, outputs]]
  return [[3, inputs, outputs], [3, outputs, outputs], ...first, [3, outputs, outputs], [3, outputs, outputs]]
}

/** Weights of the network: 11,203,188 for three channels, width 64 and 52 classes. */
export function resnet18Parameters({ width, stem }: ResNet18Config, channels: number, classes: number): number {
  const stages = [0, 1, 2, 3].flatMap((stage) => stageConvolutions(stage === 0 ? width : width * 2 ** (stage - 1), width * 2 ** stage))
  const convolutions = [[stem === 'imagenet' ? 7 : 3, channels, width], ...stages]
  const filters = convolutions.reduce((sum, [size, inputs, outputs]) => sum + size * size * inputs * outputs + 2 * outputs, 0)
  return filters + (8 * width + 1) * classes
}
