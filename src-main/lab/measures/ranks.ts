import { rankOf, type RankRule } from '../../../shared/numerics/rank.ts'
import { singularValues } from '../../../shared/numerics/singular-values.ts'
import { coupledBlocks } from './blocks.ts'
import type { CheckpointMeasure } from './measure.ts'

interface Matrix { data: ArrayLike<number>; rows: number; columns: number }

/**
 * E·Wᵀ in the paper's writing, [tokens, positions · units]: what the first layer can see of each token. Where W takes several tokens side by
 * side, [positions · width, units], E meets the block of each position, and the products stand side by side.
 */
export function coupledProduct(embedding: Matrix, firstWeights: Matrix): Matrix {
  const { rows: tokens, columns: width } = embedding
  const units = firstWeights.columns
  const positions = firstWeights.rows / width
  const data = new Float64Array(tokens * positions * units)
  for (let token = 0; token < tokens; token++) {
    for (let input = 0; input < positions * width; input++) {
      const factor = embedding.data[token * width + input % width]
      const target = (token * positions + Math.floor(input / width)) * units
      for (let unit = 0; unit < units; unit++) data[target + unit] += factor * firstWeights.data[input * units + unit]
    }
  }
  return { data, rows: tokens, columns: positions * units }
}

/** Singular values of a matrix; null where it holds NaN or an infinity, as the last weights of a run that diverged may. */
function finiteSingularValues({ data, rows, columns }: Matrix): Float64Array | null {
  for (let at = 0; at < data.length; at++) if (!Number.isFinite(data[at])) return null
  return singularValues(data, rows, columns)
}

const matrices = ['embedding', 'first-weights', 'product'] as const
const named = (prefix: string): string[] => matrices.map((matrix) => `${prefix}/${matrix}`)

/**
 * Numerical ranks of the embedding E, the first weights W and E·Wᵀ (arXiv 2505.15624, Fig. 10), with σ above σ_max · max(rows, columns) · 2⁻²³ and
 * above σ_max / 1,000 (the threshold is a RECONSTRUCTION), and the largest singular values of E and W (Proposition 4.1). NaN where a weight is not
 * finite.
 */
export const ranks: CheckpointMeasure = {
  kind: 'checkpoint',
  series: [...named('rank'), ...named('rank-thousandth'), 'singular-value/embedding', 'singular-value/first-weights'],
  prepareFor({ network }) {
    const blocks = coupledBlocks(network)
    return {
      functions: {},
      compute({ weights, progress }) {
        const matrixOf = ({ name, shape: [rows, columns] }: (typeof blocks)['embedding']): Matrix => ({ data: weights(name), rows, columns })
        const [embedding, firstWeights] = [matrixOf(blocks.embedding), matrixOf(blocks.firstWeights)]
        const all = [embedding, firstWeights, coupledProduct(embedding, firstWeights)].map((matrix, index) => {
          progress(index / matrices.length)
          return { ...matrix, singular: finiteSingularValues(matrix) }
        })
        const ranksBy = (rule: RankRule): number[] =>
          all.map(({ singular, rows, columns }) => (singular === null ? NaN : rankOf(singular, rows, columns, rule)))
        return [...ranksBy('machine-precision'), ...ranksBy('thousandth'), ...all.slice(0, 2).map(({ singular }) => singular?.[0] ?? NaN)]
      }
    }
  }
}
