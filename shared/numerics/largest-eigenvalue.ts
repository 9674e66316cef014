import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { normals, randomSource } from './random.ts'

/** A symmetric operator by its products: v of the given size in, A·v out. */
export type SymmetricProduct = (v: Float32Array) => ArrayLike<number>

export interface LargestEigenvalueOptions {
  /** Seed of the random first vector. */
  seed?: number
  /** Called with the share of the work that is done at most, 0 … 1. */
  progress?: (fraction: number) => void
}

/** The operator on the space that its products have spanned: a tridiagonal matrix. */
interface Projection {
  diagonal: number[]
  /** Beside the diagonal; one entry less. */
  beside: number[]
}

const minimumProducts = 20
const maximumProducts = 50
/** Of the residual ‖A·x − λ·x‖ for the estimate's own vector x, as a share of λ. */
const tolerance = 1e-3

function dot(a: Float64Array, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

function subtract(from: Float64Array, factor: number, vector: Float64Array): void {
  for (let i = 0; i < from.length; i++) from[i] -= factor * vector[i]
}

const unit = (vector: Float64Array, length: number): Float64Array => vector.map((value) => value / length)

/** What is left of a vector outside of an orthonormal basis. Twice is enough (Parlett, The Symmetric Eigenvalue Problem, §6.9). */
function outsideOf(basis: readonly Float64Array[], vector: Float64Array): Float64Array {
  const rest = vector.slice()
  for (let pass = 0; pass < 2; pass++) for (const axis of basis) subtract(rest, dot(axis, rest), axis)
  return rest
}

/** Largest eigenvalue of the projection, and the last entry of its unit eigenvector. */
function largestOf({ diagonal, beside }: Projection): { value: number; lastEntry: number } {
  const size = diagonal.length
  const matrix = Matrix.diag(diagonal)
  beside.forEach((entry, i) => matrix.set(i, i + 1, entry).set(i + 1, i, entry))
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true })
  const at = realEigenvalues.indexOf(Math.max(...realEigenvalues))
  return { value: realEigenvalues[at], lastEntry: eigenvectorMatrix.get(size - 1, at) }
}

/**
 * Largest (not largest in magnitude) eigenvalue of a symmetric operator: that of its restriction to the space of v, Av, A²v …, where the power
 * method goes too, by Lanczos with full orthogonalization (Golub and Van Loan, §10.1). It comes from below, and after as many products
 * is never below the power method. At least 20 and at most 50 products, and no more than `size`; ended by a residual of 1e-3 of the
 * eigenvalue, which leaves an error of the order of its square. NaN where a product holds one.
 */
export function largestEigenvalue(product: SymmetricProduct, size: number, { seed = 0, progress }: LargestEigenvalueOptions = {}): number {
  const most = Math.min(size, maximumProducts)
  const start = Float64Array.from(normals(size, randomSource(seed)))
  const basis = [unit(start, Math.sqrt(dot(start, start)))]
  const projection: Projection = { diagonal: [], beside: [] }
  for (;;) {
    const axis = basis[basis.length - 1]
    const image = Float64Array.from(product(Float32Array.from(axis)))
    projection.diagonal.push(dot(axis, image))
    progress?.(basis.length / most)
    const next = outsideOf(basis, image)
    const length = Math.sqrt(dot(next, next))
    if (!Number.isFinite(length)) return Number.NaN
    const { value, lastEntry } = largestOf(projection)
    const isSettled = basis.length >= minimumProducts && length * Math.abs(lastEntry) <= tolerance * Math.abs(value)
    if (isSettled || length === 0 || basis.length >= most) return value
    projection.beside.push(length)
    basis.push(unit(next, length))
  }
}
