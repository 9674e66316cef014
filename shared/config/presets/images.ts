import type { RunConfigInput } from '../schema.ts'
import type { Preset } from './preset.ts'

const adam = { kind: 'adam', learningRate: 1e-3, weightDecay: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const

/** Gu et al. 2025 (arXiv 2504.03162), §6.3 and Fig. 7, scaled to two processor cores; the optimizer is the paper's. */
export const smallPolygonConfig = {
  task: { kind: 'polygons', dictionarySize: 5, imageSize: 32, trainFraction: 0.75 },
  model: { kind: 'resnet-18', width: 16 },
  loss: { kind: 'cross-entropy' },
  optimizer: adam,
  batch: { kind: 'minibatch', size: 100 },
  measures: ['loss-and-accuracy', 'weight-norms'],
  stop: { maximumSteps: 10_000, afterGeneralization: 500 }
} as const satisfies RunConfigInput

/** The published program but for its start from pretrained weights and JPEG: evaluated every 100 epochs of 19 batches. */
export const paperPolygonConfig = {
  task: {
    kind: 'polygons', dictionarySize: 11, imageSize: 224, drawing: 'published', preprocessing: 'imagenet', classes: 52, trainFraction: 0.25
  },
  model: { kind: 'resnet-18', width: 64, stem: 'imagenet' },
  loss: { kind: 'cross-entropy-float32' },
  optimizer: adam,
  batch: { kind: 'minibatch', size: 200, lastBatch: 'keep' },
  measures: ['loss-and-accuracy', 'weight-norms'],
  schedule: {
    measure: { kind: 'every', steps: 1900 }, snapshot: { kind: 'every', steps: 19_000 }, checkpoint: { kind: 'every', steps: 19_000 }
  },
  stop: { maximumSteps: 380_000, afterGeneralization: 19_000 }
} as const satisfies RunConfigInput

/** Paper 2's images. */
export const imagePresets: readonly Preset[] = [
  {
    name: 'resnet-small',
    title: 'ResNet-18 on polygons, scaled',
    description: 'Paper 2, Fig. 7, scaled to two processor cores (RECONSTRUCTION): 32 pixels, 5 shapes, three quarters of the 625 images, width 16. ' +
      'Memorizes near step 100; test accuracy stays at chance for 2,000 to 4,000 steps, then rises, to 99 % near step 9,400.',
    config: smallPolygonConfig
  },
  {
    name: 'resnet-paper',
    title: 'ResNet-18 on polygons',
    description: 'Paper 2, Fig. 7, for a GPU: 224 pixels, 11 shapes, a quarter of the 14,641 images. From random weights: ImageNet’s pretrained ones, ' +
      'from which the paper starts, are not included. There it memorizes near epoch 100 and generalizes near epoch 2,800; an epoch is 19 steps.',
    config: paperPolygonConfig
  }
]
