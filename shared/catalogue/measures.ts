/** What the interface says of a measure; the code that computes it is `src-main/lab/measures/<name>.ts`. */
export interface MeasureInfo {
  title: string
  formula: string
  source: string
  /** Series that it fills; `*` stands for a tensor's name. */
  series: readonly string[]
  /** Tensors that it keeps at the steps of the snapshot schedule. */
  tensors?: readonly string[]
  /**
   * `steps`: cheap, computed while a run trains, at its measured steps. `checkpoints`: heavy, computed on a run's checkpoints by a process
   * of its own, when it is asked for, or after the run has ended where its config names it.
   */
  runsOn: 'steps' | 'checkpoints'
  /**
   * What a run must have: a trained embedding; a table with rows of all operands; a hidden layer that sees all tokens at once; all pairs
   * of residues, with a result that depends on their sum or difference alone; three residues.
   */
  needs?: readonly ('embedding' | 'token-table' | 'hidden-layer' | 'sum-grid' | 'three-residues')[]
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
    source: '‖g‖₂ as NeuralGrok’s code logs it (arXiv 2504.17243), before its transformation',
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
  'mean-embedding-difference': {
    title: 'Main embedding difference (MED)',
    formula: '(1/p) Σᵢ ‖φ(i+1) − φ(i)‖₂ over the residues i = 0 … p − 1 with φ(p) = φ(0); lower is more uniform',
    source: 'Gu et al. 2025 (arXiv 2504.03162), definition 4.2',
    series: ['uniformity/med'],
    runsOn: 'steps',
    byDefault: true
  },
  'mean-embedding-difference-code': {
    title: 'MED as the official code takes it',
    formula: 'means m₁, m₂ of the p − 2 distances of neighbours among the tokens 0 … p − 2 of each operand, no wrap-around: ½(m₁ + m₂); m₁ + m₂; (p − 1)(m₁ + m₂)',
    source: 'official code of Gu et al. 2025: base.py, str.py, rec.py',
    series: ['uniformity/med-code-mean', 'uniformity/med-code-sum-of-means', 'uniformity/med-code-sums'],
    runsOn: 'steps',
    byDefault: false,
    needs: ['token-table', 'three-residues']
  },
  'hidden-difference': {
    title: 'MED of the first hidden layer',
    formula: '(1/p) Σᵢ ‖h(i+1, i+1) − h(i, i)‖₂ over the residues with wrap-around, h the activations of the first hidden layer',
    source: 'official code of Gu et al. 2025 (arXiv 2504.03162), for the fixed one-hot embedding',
    series: ['uniformity/med-hidden'],
    runsOn: 'steps',
    needs: ['hidden-layer'],
    byDefault: false
  },
  'token-uniformity': {
    title: 'Token uniformity',
    formula: 'standard deviation over mean of the distances ‖φ(i+1) − φ(i)‖, and of each token’s distance to its nearest token; 0 on a regular polygon',
    source: 'RECONSTRUCTION of the uniformity of Gu et al. 2025 (arXiv 2504.03162), remark 3.9, which gives no number',
    series: ['uniformity/neighbour-variation', 'uniformity/nearest-variation'],
    runsOn: 'steps',
    byDefault: false
  },
  'weight-entropy': {
    title: 'Absolute weight entropy (AWE)',
    formula: '−Σ |w| ln |w| of all weights together and of each tensor, with 0 · ln 0 = 0',
    source: 'Golechha 2024; Zhou et al. 2025 (arXiv 2504.17243), eq. 3',
    series: ['weight-entropy/total', 'weight-entropy/*'],
    runsOn: 'steps',
    byDefault: false
  },
  'gradient-entropy': {
    title: 'Absolute gradient entropy (AGE)',
    formula: '−Σ |g| ln |g| of the gradient over the whole training set, as it is (raw) and as interventions hand it to the optimizer (transformed)',
    source: 'Zhou et al. 2025 (arXiv 2504.17243), eq. 4',
    series: ['gradient-entropy/raw', 'gradient-entropy/transformed'],
    runsOn: 'steps',
    byDefault: false
  },
  'token-norms': {
    title: 'Norms of the tokens’ embeddings',
    formula: '‖e_i‖₂ of each row of the embedding, kept with the snapshots',
    source: 'arXiv 2505.15624, §4.1: at equilibrium ‖e_i‖ is proportional to the token’s update frequency',
    series: [],
    tensors: ['token-norms'],
    runsOn: 'steps',
    byDefault: false
  },
  'token-updates': {
    title: 'Updated tokens',
    formula: '1 for each row of E with a gradient from the next step’s batch, else 0: its mean over steps is the token’s update frequency p_i, over tokens f_E',
    source: 'arXiv 2505.15624, §4.1 and Prop. 4.1',
    series: [],
    tensors: ['token-updates'],
    runsOn: 'steps',
    byDefault: false,
    needs: ['embedding']
  },
  'embedding-gradient': {
    title: 'Gradient of the embedding',
    formula: '∂L/∂E over the next step’s batch, a row for each token; rows of tokens that the batch lacks are zero',
    source: 'arXiv 2505.15624, heat maps of the embedding’s gradient',
    series: [],
    tensors: ['embedding-gradient'],
    runsOn: 'steps',
    byDefault: false,
    needs: ['embedding']
  },
  'hessian-eigenvalues': {
    title: 'Top Hessian eigenvalues',
    formula: 'largest λ with H·v = λ·v, H = ∂²L/∂B² of the loss over the whole training set, for B the embedding E and B the first weights W; from the products Hv, H²v … of the paper’s power method by Lanczos (their number is a RECONSTRUCTION: 20 to 50, until ‖Hv − λv‖ is below 1e-3 λ)',
    source: 'Mechanistic Insights into Grokking from the Embedding Layer (arXiv 2505.15624, 2025), App. C.1',
    series: ['hessian-eigenvalue/embedding', 'hessian-eigenvalue/first-weights'],
    runsOn: 'checkpoints',
    byDefault: false,
    needs: ['embedding']
  },
  'ranks': {
    title: 'Numerical ranks and largest singular values',
    formula: 'number of singular values σ of the embedding E, the first weights W and E·Wᵀ with σ > σ_max · max(rows, columns) · 2⁻²³ (rank) and with σ > σ_max / 1,000 (rank-thousandth); σ_max of E and W. Thresholds: RECONSTRUCTION. Where W takes several tokens, E meets the block of each position, side by side',
    source: 'Mechanistic Insights into Grokking from the Embedding Layer (arXiv 2505.15624, 2025), Fig. 10 and Proposition 4.1',
    series: [
      'rank/embedding', 'rank/first-weights', 'rank/product', 'rank-thousandth/embedding', 'rank-thousandth/first-weights', 'rank-thousandth/product',
      'singular-value/embedding', 'singular-value/first-weights'
    ],
    runsOn: 'checkpoints',
    needs: ['embedding'],
    byDefault: false
  },
  'progress-measures': {
    title: 'Restricted and excluded loss',
    formula: 'loss of P_K L + mean L (restricted: all pairs, training set, test set) and of L − P_K L (excluded: training set), P_K the projection of the logits L over all pairs on cos and sin of 2πk(x + y)/p, for subtraction of x − y, for the key frequencies k of the embedding at the run’s last checkpoint',
    source: 'Nanda et al. 2023 (arXiv 2301.05217)',
    series: ['restricted-loss/all', 'restricted-loss/train', 'restricted-loss/test', 'excluded-loss/train'],
    runsOn: 'checkpoints',
    needs: ['sum-grid'],
    byDefault: false
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

/** True for a name that a pattern of `MeasureInfo.series` stands for. */
function fits(pattern: string, series: string): boolean {
  return pattern.endsWith('*') ? series.startsWith(pattern.slice(0, -1)) : pattern === series
}

/** True where a measure fills the series. */
export function fillsSeries(name: MeasureName, series: string): boolean {
  return infos[name].series.some((pattern) => fits(pattern, series))
}

/**
 * True where a measure on checkpoints has been through a run whose last checkpoint is at `lastCheckpoint`. Measurements take checkpoints in the
 * order of their steps, so that one that was broken off, or that was made before the run went on, lacks the last.
 */
export function isMeasured(
  { series }: { series: readonly { name: string; lastStep: number }[] }, name: MeasureName, lastCheckpoint: number
): boolean {
  return series.some((one) => one.lastStep >= lastCheckpoint && fillsSeries(name, one.name))
}
