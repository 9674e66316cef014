/** What the interface says of a measure; the code that computes it is `src-main/lab/measures/<name>.ts`. */
export interface MeasureInfo {
  title: string
  formula: string
  source: string
  /** Series that it fills; `*` stands for a tensor's name. */
  series: readonly string[]
  /**
   * `steps`: cheap, computed while a run trains, at its measured steps. `checkpoints`: heavy, computed on a run's checkpoints by a process
   * of its own, when it is asked for, or after the run has ended where its config names it.
   */
  runsOn: 'steps' | 'checkpoints'
  /** What a run must have: a trained embedding; all pairs of residues, with a result that depends on their sum or difference alone. */
  needs?: readonly ('embedding' | 'sum-grid')[]
  /** True where every run computes it unless its config says otherwise. */
  byDefault: boolean
}

export const measureCatalogue = {
  'loss-and-accuracy': {
    title: 'Loss and accuracy',
    formula: 'mean loss, and share of examples whose largest logit is the right class, on the training and the test set',
    source: 'Power et al. 2022',
    series: ['train/loss', 'train/accuracy', 'test/loss', 'test/accuracy'],
    runsOn: 'steps',
    byDefault: true
  },
  'weight-norms': {
    title: 'Weight norms',
    formula: '‖w‖₂ of all weights together and of each tensor',
    source: 'Liu et al. 2023 (Omnigrok); Nanda et al. 2023',
    series: ['weight-norm/total', 'weight-norm/*'],
    runsOn: 'steps',
    byDefault: true
  },
  'gradient-norms': {
    title: 'Gradient norms',
    formula: '‖∇L‖₂ of the training loss, over all weights together and for each tensor, before any decay is added',
    source: 'standard diagnostic',
    series: ['gradient-norm/total', 'gradient-norm/*'],
    runsOn: 'steps',
    byDefault: true
  },
  'embedding-spectrum': {
    title: 'Fourier spectrum of the embedding',
    formula: '‖F·E‖ per frequency k over the p residues; over k ≥ 1: Gini of the norms; number of k with more than a quarter of the largest power; largest share of the power',
    source: 'Nanda et al. 2023; Gini by Hurley & Rickard 2009',
    series: ['embedding/gini', 'embedding/key-frequencies', 'embedding/largest-share'],
    runsOn: 'steps',
    byDefault: true
  },
  'hessian-eigenvalues': {
    title: 'Top Hessian eigenvalues',
    formula: 'largest λ with H·v = λ·v, H = ∂²L/∂B² of the loss over the whole training set, for B the embedding E and B the first weights W; power method v ← Hv/‖Hv‖, λ = vᵀHv, repeated with a shift where λ < 0 dominates (iterations: RECONSTRUCTION, 20 to 50 or a change below 1e-3)',
    source: 'Mechanistic Insights into Grokking from the Embedding Layer (arXiv 2505.15624, 2025), App. C.1',
    series: ['hessian-eigenvalue/embedding', 'hessian-eigenvalue/first-weights'],
    runsOn: 'checkpoints',
    byDefault: false,
    needs: ['embedding']
  }
} as const satisfies Record<string, MeasureInfo>

export type MeasureName = keyof typeof measureCatalogue
export const measureNames = Object.keys(measureCatalogue) as MeasureName[]

const infos: Readonly<Record<MeasureName, MeasureInfo>> = measureCatalogue

/** Measures that are computed while a run trains. */
export const stepMeasureNames = measureNames.filter((name) => infos[name].runsOn === 'steps')
/** Measures that are computed on a run's checkpoints. */
export const checkpointMeasureNames = measureNames.filter((name) => infos[name].runsOn === 'checkpoints')
/** What a run computes unless its config says otherwise. */
export const defaultMeasureNames = measureNames.filter((name) => infos[name].byDefault)
