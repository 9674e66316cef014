/** AᵀAv for a matrix [rows, columns] in row order. */
function normalProduct(matrix: ArrayLike<number>, columns: number, v: Float64Array): Float64Array {
  const product = new Float64Array(columns)
  for (let start = 0; start < matrix.length; start += columns) {
    let image = 0
    for (let column = 0; column < columns; column++) image += matrix[start + column] * v[column]
    for (let column = 0; column < columns; column++) product[column] += matrix[start + column] * image
  }
  return product
}

const lengthOf = (v: Float64Array): number => Math.sqrt(v.reduce((sum, entry) => sum + entry * entry, 0))

/**
 * The right singular vector of the largest singular value of a matrix in row order, as long as its rows, by power iteration on AᵀA from
 * `start` until σ² changes by less than 1e-6 of itself, at most 200 times (Golub and Van Loan, §8.2). Of a matrix of zeros it is `start`.
 */
export function leadingSingularVector(matrix: ArrayLike<number>, start: ArrayLike<number>): Float64Array {
  let vector = Float64Array.from(start)
  for (let iteration = 0, before = 0; iteration < 200; iteration++) {
    const product = normalProduct(matrix, vector.length, vector)
    const length = lengthOf(product)
    if (length === 0) return vector
    vector = product.map((entry) => entry / length)
    if (Math.abs(length - before) < 1e-6 * length) return vector
    before = length
  }
  return vector
}
