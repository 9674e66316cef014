import { EigenvalueDecomposition, Matrix } from 'ml-matrix'

/** A matrix of float32 rows, row by row. */
export interface Frame {
  data: Float32Array
  rows: number
  columns: number
}

/** Principal axes of one or more frames. */
export interface PrincipalAxes {
  columns: number
  components: number
  /** Mean row, which is subtracted before projecting. */
  mean: Float64Array
  /** [components, columns]: orthonormal axes by falling variance; an axis without variance is all zeros. */
  axes: Float64Array
  /** Variance along each axis (divisor n − 1), by falling size. */
  variances: Float64Array
  /** Variance over all columns, so that `variances[i] / totalVariance` is an honest share. */
  totalVariance: number
}

// Below this share of the total, an eigenvalue in float64 is rounding noise of a Gram matrix.
const smallestShare = 1e-13

function pooledMean(frames: readonly Frame[]): Float64Array {
  const { columns } = frames[0]
  const mean = new Float64Array(columns)
  let rows = 0
  for (const frame of frames) {
    for (let i = 0; i < frame.rows * columns; i++) mean[i % columns] += frame.data[i]
    rows += frame.rows
  }
  return mean.map((sum) => sum / rows)
}

/** All frames' rows, stacked and centred, as one [rows, columns] array. */
function centredRows(frames: readonly Frame[], mean: Float64Array): { values: Float64Array; rows: number } {
  const columns = mean.length
  const rows = frames.reduce((sum, frame) => sum + frame.rows, 0)
  const values = new Float64Array(rows * columns)
  let position = 0
  for (const frame of frames) {
    for (let i = 0; i < frame.rows * columns; i++) values[position++] = frame.data[i] - mean[i % columns]
  }
  return { values, rows }
}

/** X · Xᵀ of a [rows, columns] array. */
function gramMatrix(values: Float64Array, rows: number, columns: number): Matrix {
  const gram = new Matrix(rows, rows)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let k = 0; k < columns; k++) sum += values[i * columns + k] * values[j * columns + k]
      gram.set(i, j, sum)
      gram.set(j, i, sum)
    }
  }
  return gram
}

function transpose(values: Float64Array, rows: number, columns: number): Float64Array {
  const result = new Float64Array(values.length)
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) result[j * rows + i] = values[i * columns + j]
  return result
}

/** The axis that an eigenvector of the Gram matrix stands for: Xᵀu / ‖Xᵀu‖. */
function axisOfGramVector(values: Float64Array, columns: number, vector: readonly number[]): Float64Array {
  const axis = new Float64Array(columns)
  vector.forEach((weight, row) => {
    for (let column = 0; column < columns; column++) axis[column] += weight * values[row * columns + column]
  })
  const norm = Math.hypot(...axis)
  return axis.map((value) => value / norm)
}

/** Makes the loading of largest size positive (the first of them on a tie), so that signs do not depend on the solver. */
function fixSign(axis: Float64Array): Float64Array {
  let largest = 0
  for (const value of axis) if (Math.abs(value) > Math.abs(largest) * (1 + 1e-9)) largest = value
  return largest < 0 ? axis.map((value) => -value) : axis
}

/**
 * Centred PCA of the rows of all frames pooled, about their common mean, in float64: one frame for a fit on “each” or
 * “last”, all of them for “all”. Works on the smaller of Gram and covariance matrix. Axes beyond the rank are zeros.
 * Throws `RangeError` where there is no frame, frames differ in columns, or a value is not finite.
 */
export function fitPca(frames: readonly Frame[], components: number): PrincipalAxes {
  if (frames.length === 0) throw new RangeError('expected at least one snapshot to fit principal components on')
  const { columns } = frames[0]
  if (frames.some((frame) => frame.columns !== columns || frame.data.length < frame.rows * columns)) {
    throw new RangeError(`expected snapshots of ${columns} columns each`)
  }
  const mean = pooledMean(frames)
  const { values, rows } = centredRows(frames, mean)
  const small = rows <= columns
  const matrix = small ? gramMatrix(values, rows, columns) : gramMatrix(transpose(values, rows, columns), columns, rows)
  const trace = matrix.trace()
  if (!Number.isFinite(trace)) throw new RangeError('expected finite values, got NaN or an infinity')
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true })
  const result: PrincipalAxes = {
    columns, components, mean, axes: new Float64Array(components * columns), variances: new Float64Array(components),
    totalVariance: trace / Math.max(rows - 1, 1)
  }
  for (let i = 0; i < Math.min(components, matrix.rows); i++) {
    const index = matrix.rows - 1 - i
    const eigenvalue = realEigenvalues[index]
    if (!(eigenvalue > smallestShare * trace)) break
    const vector = eigenvectorMatrix.getColumn(index)
    const axis = small ? axisOfGramVector(values, columns, vector) : Float64Array.from(vector)
    result.axes.set(fixSign(axis), i * columns)
    result.variances[i] = eigenvalue / Math.max(rows - 1, 1)
  }
  return result
}

/** Coordinates of a frame's rows on the axes, about the fit's mean: [rows, components]. */
export function projectPca(frame: Frame, fit: PrincipalAxes): Float64Array {
  const { columns, components, mean, axes } = fit
  const coordinates = new Float64Array(frame.rows * components)
  for (let row = 0; row < frame.rows; row++) {
    for (let component = 0; component < components; component++) {
      let sum = 0
      for (let k = 0; k < columns; k++) sum += (frame.data[row * columns + k] - mean[k]) * axes[component * columns + k]
      coordinates[row * components + component] = sum
    }
  }
  return coordinates
}

/** Share of a frame's own variance (about its own mean) that each coordinate column holds; zeros where there is none. */
export function explainedShares(frame: Frame, coordinates: Float64Array, components: number): Float64Array {
  const total = scatter(frame.data, frame.rows, frame.columns).reduce((sum, value) => sum + value, 0)
  const shares = scatter(coordinates, frame.rows, components)
  return total > 0 ? shares.map((value) => value / total) : shares.fill(0)
}

/** Sum of squares about the mean, per column. */
function scatter(values: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const result = new Float64Array(columns)
  for (let column = 0; column < columns; column++) {
    let mean = 0
    for (let row = 0; row < rows; row++) mean += values[row * columns + column] / rows
    for (let row = 0; row < rows; row++) result[column] += (values[row * columns + column] - mean) ** 2
  }
  return result
}
