/** A matrix in row order, at least as many rows as columns, that is overwritten while it is reduced. */
interface Working { values: Float64Array; rows: number; columns: number }

function tall(data: ArrayLike<number>, rows: number, columns: number): Working {
  if (rows >= columns) return { values: Float64Array.from({ length: rows * columns }, (_, at) => data[at]), rows, columns }
  const values = new Float64Array(rows * columns)
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) values[j * rows + i] = data[i * columns + j]
  return { values, rows: columns, columns: rows }
}

/** Turns x into the vector of the reflection that maps x to (α, 0, …), scaled so that the reflection is I − v vᵀ; gives α. */
function reflector(x: Float64Array): number {
  let largest = 0
  for (const value of x) largest = Math.max(largest, Math.abs(value))
  if (largest === 0) return 0
  let squares = 0
  for (const value of x) squares += (value / largest) ** 2
  const alpha = (x[0] > 0 ? -1 : 1) * largest * Math.sqrt(squares)
  x[0] -= alpha
  const scale = Math.sqrt(1 / (-alpha * x[0]))
  for (let i = 0; i < x.length; i++) x[i] *= scale
  return alpha
}

/** A ← (I − v vᵀ) A over the columns right of the one that v came from; v starts at row `k`. */
function reflectColumns({ values, columns }: Working, k: number, v: Float64Array): void {
  const products = new Float64Array(columns)
  for (let i = 0; i < v.length; i++) {
    const row = (k + i) * columns
    for (let j = k + 1; j < columns; j++) products[j] += v[i] * values[row + j]
  }
  for (let i = 0; i < v.length; i++) {
    const row = (k + i) * columns
    for (let j = k + 1; j < columns; j++) values[row + j] -= v[i] * products[j]
  }
}

/** A ← A (I − v vᵀ) over the rows below row `k`; v starts at column k + 1. */
function reflectRows({ values, rows, columns }: Working, k: number, v: Float64Array): void {
  for (let i = k + 1; i < rows; i++) {
    const start = i * columns + k + 1
    let product = 0
    for (let j = 0; j < v.length; j++) product += v[j] * values[start + j]
    for (let j = 0; j < v.length; j++) values[start + j] -= v[j] * product
  }
}

/** Householder reduction to an upper bidiagonal matrix: [d₀, e₀, d₁, e₁, … dₙ₋₁], of the same singular values (Golub and Kahan 1965). */
function bidiagonal(matrix: Working): Float64Array {
  const { values, rows, columns } = matrix
  const band = new Float64Array(2 * columns - 1)
  for (let k = 0; k < columns; k++) {
    const below = Float64Array.from({ length: rows - k }, (_, i) => values[(k + i) * columns + k])
    band[2 * k] = reflector(below)
    reflectColumns(matrix, k, below)
    if (k === columns - 1) break
    const right = values.slice(k * columns + k + 1, (k + 1) * columns)
    band[2 * k + 1] = reflector(right)
    reflectRows(matrix, k, right)
  }
  return band
}

/** One implicit QL sweep with Wilkinson's shift over rows `from` … `to` of a symmetric tridiagonal matrix. */
function sweep(diagonal: Float64Array, off: Float64Array, from: number, to: number): void {
  let g = (diagonal[from + 1] - diagonal[from]) / (2 * off[from])
  let r = Math.hypot(g, 1)
  g = diagonal[to] - diagonal[from] + off[from] / (g + (g >= 0 ? r : -r))
  let [sine, cosine, shift] = [1, 1, 0]
  for (let i = to - 1; i >= from; i--) {
    const f = sine * off[i]
    const b = cosine * off[i]
    r = Math.hypot(f, g)
    off[i + 1] = r
    if (r === 0) {
      diagonal[i + 1] -= shift
      off[to] = 0
      return
    }
    sine = f / r
    cosine = g / r
    g = diagonal[i + 1] - shift
    r = (diagonal[i] - g) * sine + 2 * cosine * b
    shift = sine * r
    diagonal[i + 1] = g + shift
    g = cosine * r - b
  }
  diagonal[from] -= shift
  off[from] = g
  off[to] = 0
}

/** Eigenvalues of a symmetric tridiagonal matrix, in place of its diagonal; `off` has as many entries, the last unused. */
function tridiagonalEigenvalues(diagonal: Float64Array, off: Float64Array): void {
  const n = diagonal.length
  let scale = 0
  for (let i = 0; i < n; i++) scale = Math.max(scale, Math.abs(diagonal[i]) + Math.abs(off[i]))
  const negligible = scale * Number.EPSILON
  for (let from = 0; from < n; from++) {
    for (;;) {
      let to = from
      while (to < n - 1 && Math.abs(off[to]) > negligible) to++
      if (to === from) break
      sweep(diagonal, off, from, to)
    }
  }
}

/**
 * Singular values of a [rows, columns] matrix in row order, falling: min(rows, columns) numbers, each within a few units of float64's rounding of
 * the largest. They are the positive eigenvalues ±σ of the symmetric matrix [0 Bᵀ; B 0] of the bidiagonal form B, which is tridiagonal with a zero
 * diagonal once its rows are interleaved; so σ is not squared on the way. O(rows · columns · min(rows, columns)). Throws `RangeError` where values
 * are missing or not finite.
 */
export function singularValues(data: ArrayLike<number>, rows: number, columns: number): Float64Array {
  if (data.length < rows * columns) throw new RangeError(`expected ${rows} × ${columns} values, got ${data.length}`)
  if (rows === 0 || columns === 0) return new Float64Array(0)
  const matrix = tall(data, rows, columns)
  if (!matrix.values.every(Number.isFinite)) throw new RangeError('expected finite values, got NaN or an infinity')
  const band = bidiagonal(matrix)
  const diagonal = new Float64Array(band.length + 1)
  const off = new Float64Array(band.length + 1)
  off.set(band)
  tridiagonalEigenvalues(diagonal, off)
  return diagonal.sort().reverse().slice(0, matrix.columns).map((value) => Math.max(value, 0))
}
