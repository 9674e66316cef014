/** AdamW as Nanda et al. 2023 have it (arXiv 2301.05217, §3): rate 0.001, decay 1, β₂ 0.98; Power et al. 2022 train by the same. */
export const nandaOptimizer = { kind: 'adamw', learningRate: 1e-3, weightDecay: 1, beta1: 0.9, beta2: 0.98, warmupSteps: 10 } as const

/** Nanda et al.'s transformer (§3): one layer without LayerNorm, width 128, four heads. */
export const nandaTransformer = { kind: 'transformer', layers: 1, width: 128, heads: 4, mlpWidth: 512, activation: 'relu' } as const
