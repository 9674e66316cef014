/** The papers that studies reproduce. */
export const papers = {
  nanda: 'Progress measures for grokking via mechanistic interpretability (Nanda et al. 2023, arXiv 2301.05217)',
  grokfast: 'Grokfast (Lee et al. 2024, arXiv 2405.20233)',
  embeddingLayer: 'Mechanistic Insights into Grokking from the Embedding Layer (arXiv 2505.15624)',
  beyondProgress: 'Beyond Progress Measures (Gu et al. 2025, arXiv 2504.03162)',
  exploring: 'Exploring Grokking (Hu, Zhou and Yu 2024, arXiv 2412.10898)',
  neuralGrok: 'NeuralGrok (Zhou et al. 2025, arXiv 2504.17243)'
} as const
