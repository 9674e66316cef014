/** Rows that are added at a time, so that their sum is read and written once for all. */
const rowsAtOnce = 4

/** Reads one frequency's angle table: cosine and sine of 2πj/p for j = 0 … p − 1. */
function angleTables(period: number): { cosines: Float64Array; sines: Float64Array } {
  const cosines = new Float64Array(period)
  const sines = new Float64Array(period)
  for (let j = 0; j < period; j++) {
    cosines[j] = Math.cos((2 * Math.PI * j) / period)
    sines[j] = Math.sin((2 * Math.PI * j) / period)
  }
  return { cosines, sines }
}

/** Rows x and p − x as their sum and difference: cosines see only the sum, sines only the difference, which halves the work. Zero rows fill up. */
function foldRows(data: Float32Array, rows: number, columns: number): { sums: Float64Array; differences: Float64Array; folded: number } {
  const folded = Math.floor(rows / 2) + 1
  const size = rowsAtOnce * Math.ceil(folded / rowsAtOnce) * columns
  const sums = new Float64Array(size)
  const differences = new Float64Array(size)
  for (let x = 0; x < folded; x++) {
    const mirror = (rows - x) % rows
    for (let column = 0; column < columns; column++) {
      const value = data[x * columns + column]
      const other = mirror === x ? 0 : data[mirror * columns + column]
      sums[x * columns + column] = value + other
      differences[x * columns + column] = mirror === x ? 0 : value - other
    }
  }
  return { sums, differences, folded }
}

/** Σ_x factor(x) · row x of `source`, whose number of rows is a multiple of `rowsAtOnce`, into `target`. */
function sumRows(target: Float64Array, source: Float64Array, factor: (x: number) => number): void {
  const columns = target.length
  target.fill(0)
  for (let offset = 0, x = 0; offset < source.length; offset += rowsAtOnce * columns, x += rowsAtOnce) {
    const [factor0, factor1, factor2, factor3] = [factor(x), factor(x + 1), factor(x + 2), factor(x + 3)]
    for (let i = 0; i < columns; i++) {
      const at = offset + i
      target[i] += factor0 * source[at] + factor1 * source[at + columns] + factor2 * source[at + 2 * columns] + factor3 * source[at + 3 * columns]
    }
  }
}

function squaredNorm(vector: Float64Array): number {
  let sum = 0
  for (const value of vector) sum += value * value
  return sum
}

/**
 * Norm of the component at each frequency along the rows of a [rows, columns] matrix, in the orthonormal real Fourier
 * basis {1/√p, √(2/p) cos(2πkx/p), √(2/p) sin(2πkx/p)} with p = rows: ⌊p/2⌋ + 1 numbers, the constant first, cosine
 * and sine of a frequency combined. For even p the last is the one row (−1)^x/√p. Squares sum to the squared norm of the matrix.
 * Throws `RangeError` where `data` is shorter than rows · columns. Source: Nanda et al. 2023.
 */
export function fourierNorms(data: Float32Array, rows: number, columns: number): Float64Array {
  if (data.length < rows * columns) throw new RangeError(`expected ${rows} × ${columns} values, got ${data.length}`)
  const { cosines, sines } = angleTables(rows)
  const { sums, differences, folded } = foldRows(data, rows, columns)
  const norms = new Float64Array(folded)
  const cosineRow = new Float64Array(columns)
  const sineRow = new Float64Array(columns)
  for (let k = 0; k < folded; k++) {
    sumRows(cosineRow, sums, (x) => cosines[(k * x) % rows])
    sumRows(sineRow, differences, (x) => sines[(k * x) % rows])
    const single = k === 0 || 2 * k === rows
    norms[k] = Math.sqrt(((single ? 1 : 2) / rows) * (squaredNorm(cosineRow) + (single ? 0 : squaredNorm(sineRow))))
  }
  return norms
}
