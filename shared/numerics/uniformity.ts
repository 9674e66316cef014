/** How the mean embedding difference is taken; see `meanEmbeddingDifference`. */
export const medVariants = ['definition', 'code-mean', 'code-sum-of-means', 'code-sums'] as const
export type MedVariant = (typeof medVariants)[number]

/** Rows of an embedding that stand for residues: `residues` rows from 0 for the first operand, from `offset` for the second. */
export interface OperandRows {
  columns: number
  residues: number
  /** Row of the second operand's residue 0; 0 where both operands share rows. */
  offset: number
}

/** ‖row a − row b‖₂ in float64. */
function rowDistance(data: ArrayLike<number>, columns: number, a: number, b: number): number {
  let sum = 0
  for (let column = 0; column < columns; column++) sum += (data[a * columns + column] - data[b * columns + column]) ** 2
  return Math.sqrt(sum)
}

function requireRows(data: ArrayLike<number>, { columns, residues, offset }: OperandRows, fewest: number): void {
  const needed = (offset + residues) * columns
  if (data.length < needed) throw new RangeError(`expected ${needed} values for ${offset + residues} rows of ${columns}, got ${data.length}`)
  if (residues < fewest) throw new RangeError(`expected at least ${fewest} residues, got ${residues}`)
}

/**
 * ‖φ(i+1) − φ(i)‖₂ for i = 0 … p − 1 of the rows from `first` on, with φ(p) = φ(0): p distances.
 * Throws `RangeError` where rows are missing. Source: Gu et al. 2025 (arXiv 2504.03162), definition 4.2.
 */
export function neighbourDistances(data: ArrayLike<number>, { columns, residues }: OperandRows, first = 0): Float64Array {
  requireRows(data, { columns, residues, offset: first }, 1)
  return Float64Array.from({ length: residues }, (_, i) => rowDistance(data, columns, first + i, first + ((i + 1) % residues)))
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Mean of the p − 2 differences between the tokens 0 … p − 2: the official code leaves out the last token and does not wrap around. */
function codeMean(data: ArrayLike<number>, rows: OperandRows, first: number): number {
  return mean(neighbourDistances(data, rows, first).subarray(0, rows.residues - 2))
}

/**
 * Main embedding difference (MED): how far neighbouring tokens lie apart; lower is more uniform. Gu et al. 2025 (arXiv 2504.03162).
 * `definition`: (1/p) Σ_{i=0}^{p−1} ‖φ(i+1) − φ(i)‖₂ with φ(p) = φ(0) over the first operand's rows (definition 4.2).
 * The official code's variants leave out the last token, do not wrap around, and take the means m₁, m₂ of the p − 2 differences of the rows of
 * both operands: `code-mean` ½(m₁ + m₂), `code-sum-of-means` m₁ + m₂, `code-sums` (p − 1)(m₁ + m₂).
 * These are NaN for fewer than 3 residues. Throws `RangeError` where rows are missing.
 */
export function meanEmbeddingDifference(data: ArrayLike<number>, rows: OperandRows, variant: MedVariant = 'definition'): number {
  requireRows(data, rows, 1)
  if (variant === 'definition') return mean(neighbourDistances(data, rows))
  const sumOfMeans = codeMean(data, rows, 0) + codeMean(data, rows, rows.offset)
  if (variant === 'code-mean') return sumOfMeans / 2
  return variant === 'code-sum-of-means' ? sumOfMeans : (rows.residues - 1) * sumOfMeans
}

/** ‖row − other‖₂² for four others in a row, as one sum alone waits for each of its additions; rows beyond the last repeat it. */
function squaredDistances(
  data: ArrayLike<number>, { columns, residues }: OperandRows, row: number, others: number
): [number, number, number, number] {
  const start = row * columns
  const [start0, start1, start2, start3] = [0, 1, 2, 3].map((position) => Math.min(others + position, residues - 1) * columns)
  let sum0 = 0
  let sum1 = 0
  let sum2 = 0
  let sum3 = 0
  for (let column = 0; column < columns; column++) {
    const value = data[start + column]
    const difference0 = value - data[start0 + column]
    const difference1 = value - data[start1 + column]
    const difference2 = value - data[start2 + column]
    const difference3 = value - data[start3 + column]
    sum0 += difference0 * difference0
    sum1 += difference1 * difference1
    sum2 += difference2 * difference2
    sum3 += difference3 * difference3
  }
  return [sum0, sum1, sum2, sum3]
}

/** Distance from each of the first operand's rows to the nearest other one: p numbers, in O(p² · columns). */
export function nearestDistances(data: ArrayLike<number>, rows: OperandRows): Float64Array {
  requireRows(data, { ...rows, offset: 0 }, 2)
  const nearest = new Float64Array(rows.residues).fill(Infinity)
  for (let a = 1; a < rows.residues; a++) {
    for (let first = 0; first < a; first += 4) {
      squaredDistances(data, rows, a, first).slice(0, a - first).forEach((distance, position) => {
        nearest[a] = Math.min(nearest[a], distance)
        nearest[first + position] = Math.min(nearest[first + position], distance)
      })
    }
  }
  return nearest.map(Math.sqrt)
}

/** Standard deviation (divisor n) over mean of non-negative numbers: 0 where all are equal, also where all are 0. */
export function coefficientOfVariation(values: Float64Array): number {
  const centre = mean(values)
  if (centre === 0) return 0
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2))) / centre
}

/** How evenly the tokens lie; both numbers are 0 on a regular polygon. */
export interface TokenUniformity {
  /** Coefficient of variation of the distances ‖φ(i+1) − φ(i)‖ of neighbouring residues, with wrap-around. */
  neighbourVariation: number
  /** Coefficient of variation of each token's distance to its nearest token, whichever that is. */
  nearestVariation: number
}

/**
 * RECONSTRUCTION: Gu et al. 2025, remark 3.9, call a distribution of tokens uniform where they spread evenly on a manifold, and define no number for
 * it beside MED. These two do: unlike MED they do not depend on the scale of the embedding, and the second does not depend on the order of the
 * tokens.
 */
export function tokenUniformity(data: ArrayLike<number>, rows: OperandRows): TokenUniformity {
  return {
    neighbourVariation: coefficientOfVariation(neighbourDistances(data, rows)),
    nearestVariation: coefficientOfVariation(nearestDistances(data, rows))
  }
}
