import type { GraphMeasure } from './measure.ts'

/** Mean loss, and share of examples whose largest logit is the right class, on both sets (Power et al. 2022). */
export const lossAndAccuracy: GraphMeasure = {
  kind: 'graph',
  series: () => ['train/loss', 'train/accuracy', 'test/loss', 'test/accuracy'],
  compute({ train, test }) {
    return [train(), test()].flatMap(({ loss, accuracy }) => [loss, accuracy])
  }
}
