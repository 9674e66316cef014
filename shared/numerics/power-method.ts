import { normals, randomSource } from './random.ts'

/** A symmetric operator by its products: v of the given size in, A·v out. */
export type SymmetricProduct = (v: Float32Array) => ArrayLike<number>

export interface PowerMethodOptions {
  /** Seed of the random first vector. */
  seed?: number
  /** Called with the share of the work that is done at most, 0 … 1. */
  progress?: (fraction: number) => void
}

interface Iteration { value: number; radius: number }

const minimumIterations = 20
const plain = { maximum: 50, tolerance: 1e-3 }
/** Shifting brings eigenvalues closer together in proportion: each iteration gains less. */
const shifted = { maximum: 200, tolerance: 1e-5 }
/** Below this share of ‖A·v‖ the Rayleigh quotient says that v is no eigenvector of a positive eigenvalue. */
const positiveShare = 0.9

function norm(vector: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < vector.length; i++) sum += vector[i] ** 2
  return Math.sqrt(sum)
}

function scaled(vector: Float64Array, factor: number): Float32Array {
  return Float32Array.from(vector, (value) => value * factor)
}

interface Steps { shift: number; maximum: number; tolerance: number; seed: number; progress: (fraction: number) => void }

/** Power iteration on A + shift·I; answers vᵀAv and ‖Av‖ of the last unit vector. */
function iterate(product: SymmetricProduct, size: number, { shift, maximum, tolerance, seed, progress }: Steps): Iteration {
  const start = Float64Array.from(normals(size, randomSource(seed)))
  let v = scaled(start, 1 / norm(start))
  let value = 0
  for (let iteration = 1; ; iteration++) {
    const image = product(v)
    const next = new Float64Array(size)
    const before = value
    value = 0
    for (let i = 0; i < size; i++) {
      value += v[i] * image[i]
      next[i] = image[i] + shift * v[i]
    }
    progress(iteration / maximum)
    const length = norm(next)
    const isSettled = iteration >= minimumIterations && Math.abs(value - before) <= tolerance * Math.abs(value)
    if (isSettled || iteration >= maximum || !(length > 0)) return { value, radius: norm(image) }
    v = scaled(next, 1 / length)
  }
}

/**
 * Largest (not largest in magnitude) eigenvalue of a symmetric operator by the power method: v ← Av/‖Av‖, λ = vᵀAv (arXiv 2505.15624,
 * App. C.1). RECONSTRUCTION: at least 20 and at most 50 iterations, ended by a relative change of λ below 1e-3. Where the eigenvalue of
 * largest magnitude is negative, or rivals the positive one, the method is repeated on A + ‖Av‖·I, which makes the largest eigenvalue
 * that of largest magnitude: at most 200 iterations, ended by a change below 1e-5. NaN where a product holds one; 0 for the zero operator.
 */
export function largestEigenvalue(product: SymmetricProduct, size: number, options: PowerMethodOptions = {}): number {
  const { seed = 0, progress = () => undefined } = options
  const most = plain.maximum + shifted.maximum
  const first = iterate(product, size, { ...plain, shift: 0, seed, progress: (part) => progress(part * plain.maximum / most) })
  if (!(first.value < positiveShare * first.radius)) return first.value
  const progressLater = (part: number): void => progress((plain.maximum + part * shifted.maximum) / most)
  return iterate(product, size, { ...shifted, shift: first.radius, seed: seed + 1, progress: progressLater }).value
}
