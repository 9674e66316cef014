import type { Preset } from './preset.ts'

const adam = { kind: 'adam', learningRate: 1e-3, weightDecay: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const

/** Gu et al. 2025 (arXiv 2504.03162), §6.3 and Fig. 7. */
export const imagePresets: readonly Preset[] = [
  {
    name: 'resnet-small',
    title: 'ResNet-18 on polygons, scaled',
    description: 'Gu et al. 2025, Fig. 7, scaled to two processor cores: 32 pixels, 5 shapes, three quarters of the 625 images, width 16. Memorizes within 500 steps; test accuracy rises thousands of steps later.',
    config: {
      task: { kind: 'polygons', dictionarySize: 5, imageSize: 32, trainFraction: 0.75 },
      model: { kind: 'resnet-18', width: 16 },
      loss: { kind: 'cross-entropy' },
      optimizer: adam,
      batch: { kind: 'minibatch', size: 50 },
      stop: { maximumSteps: 20_000, afterGeneralization: 1000 }
    }
  },
  {
    name: 'resnet-paper',
    title: 'ResNet-18 on polygons',
    description: 'Gu et al. 2025, Fig. 7, for a GPU: 224 pixels, 11 shapes, a quarter of the 14,641 images; from random weights instead of ImageNet’s pretrained ones, which are not included. Memorizes near epoch 100 in the paper, generalizes near epoch 2,800; an epoch is 19 steps.',
    config: {
      task: { kind: 'polygons', dictionarySize: 11, imageSize: 224, drawing: 'published', preprocessing: 'imagenet', classes: 52, trainFraction: 0.25 },
      model: { kind: 'resnet-18', width: 64, stem: 'imagenet' },
      loss: { kind: 'cross-entropy-float32' },
      optimizer: adam,
      batch: { kind: 'minibatch', size: 200 },
      measures: ['loss-and-accuracy', 'weight-norms'],
      schedule: {
        measure: { kind: 'every', steps: 1900 }, snapshot: { kind: 'every', steps: 19_000 }, checkpoint: { kind: 'every', steps: 19_000 }
      },
      stop: { maximumSteps: 380_000, afterGeneralization: 19_000 }
    }
  }
]
