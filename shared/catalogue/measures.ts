/** What the interface says of a measure; the code that computes it is `src-main/lab/measures/<name>.ts`. */
export interface MeasureInfo {
  title: string
  formula: string
  source: string
  /** Series that it fills; `*` stands for a tensor's name. */
  series: readonly string[]
}

export const measureCatalogue = {
  'loss-and-accuracy': {
    title: 'Loss and accuracy',
    formula: 'mean loss, and share of examples whose largest logit is the right class, on the training and the test set',
    source: 'Power et al. 2022',
    series: ['train/loss', 'train/accuracy', 'test/loss', 'test/accuracy']
  },
  'weight-norms': {
    title: 'Weight norms',
    formula: '‖w‖₂ of all weights together and of each tensor',
    source: 'Liu et al. 2023 (Omnigrok); Nanda et al. 2023',
    series: ['weight-norm/total', 'weight-norm/*']
  },
  'gradient-norms': {
    title: 'Gradient norms',
    formula: '‖∇L‖₂ of the training loss, over all weights together and for each tensor, before any decay is added',
    source: 'standard diagnostic',
    series: ['gradient-norm/total', 'gradient-norm/*']
  },
  'embedding-spectrum': {
    title: 'Fourier spectrum of the embedding',
    formula: '‖F·E‖ per frequency k over the p residues; over k ≥ 1: Gini of the norms; number of k with more than a quarter of the largest power; largest share of the power',
    source: 'Nanda et al. 2023; Gini by Hurley & Rickard 2009',
    series: ['embedding/gini', 'embedding/key-frequencies', 'embedding/largest-share']
  }
} as const satisfies Record<string, MeasureInfo>

export type MeasureName = keyof typeof measureCatalogue
export const measureNames = Object.keys(measureCatalogue) as MeasureName[]
