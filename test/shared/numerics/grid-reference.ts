/** The Fourier analysis of tables over pairs (a, b) by definition, which the projections on sums are held against. */

/** cos and sin of w_k s = 2πks/p for s = 0 … p − 1. */
function waves(modulus: number, frequency: number): { cosines: Float64Array; sines: Float64Array } {
  const angles = Float64Array.from({ length: modulus }, (_, s) => (2 * Math.PI * ((frequency * s) % modulus)) / modulus)
  return { cosines: angles.map(Math.cos), sines: angles.map(Math.sin) }
}

/**
 * Orthonormal real Fourier basis of length p, [p, p] in row order: 1/√p, then √(2/p) cos(2πkx/p) and √(2/p) sin(2πkx/p) for k = 1 … ⌊p/2⌋; for even
 * p the last is the one row (−1)^x/√p. Source: Nanda et al. 2023 (arXiv 2301.05217).
 */
export function fourierBasis(modulus: number): Float64Array {
  const basis = new Float64Array(modulus * modulus).fill(1 / Math.sqrt(modulus), 0, modulus)
  for (let k = 1; 2 * k <= modulus; k++) {
    const { cosines, sines } = waves(modulus, k)
    const scale = Math.sqrt((2 * k === modulus ? 1 : 2) / modulus)
    basis.set(cosines.map((value) => value * scale), (2 * k - 1) * modulus)
    if (2 * k < modulus) basis.set(sines.map((value) => value * scale), 2 * k * modulus)
  }
  return basis
}

/**
 * Two-dimensional Fourier transform F T Fᵀ of a table [p, p] over (a, b) in the orthonormal basis F of `fourierBasis`, in O(p³). Keeps the sum of
 * squares (Parseval). Throws `RangeError` for another number of values. Source: Nanda et al. 2023.
 */
export function gridTransform(table: ArrayLike<number>, modulus: number): Float64Array {
  if (table.length !== modulus * modulus) throw new RangeError(`expected ${modulus} × ${modulus} values, got ${table.length}`)
  const basis = fourierBasis(modulus)
  return timesTransposed(basis, timesTransposed(basis, table, modulus), modulus)
}

/** F · Tᵀ, which transforms the second index and makes it the first; twice gives F T Fᵀ. */
function timesTransposed(basis: Float64Array, table: ArrayLike<number>, modulus: number): Float64Array {
  const result = new Float64Array(modulus * modulus)
  for (let f = 0; f < modulus; f++) {
    for (let a = 0; a < modulus; a++) {
      let sum = 0
      for (let b = 0; b < modulus; b++) sum += basis[f * modulus + b] * table[a * modulus + b]
      result[f * modulus + a] = sum
    }
  }
  return result
}

/**
 * The sum directions of a frequency k ≥ 1 over the grid, each [p · p] and of norm 1: u = (cos_k ⊗ cos_k − sin_k ⊗ sin_k)/√2 = (√2/p) cos(w_k(a + b))
 * and v = (sin_k ⊗ cos_k + cos_k ⊗ sin_k)/√2 = (√2/p) sin(w_k(a + b)), w_k = 2πk/p. For even p and k = p/2 u is (−1)^(a+b)/p and v is 0. Source:
 * Nanda et al. 2023 (`get_component_cos_xpy`, `get_component_sin_xpy`).
 */
export function sumDirections(modulus: number, frequency: number): { u: Float64Array; v: Float64Array } {
  const { cosines, sines } = waves(modulus, frequency)
  const nyquist = 2 * frequency === modulus
  const scale = (nyquist ? 1 : Math.SQRT2) / modulus
  const spread = (wave: Float64Array, factor: number): Float64Array =>
    Float64Array.from({ length: modulus * modulus }, (_, pair) => factor * wave[(Math.floor(pair / modulus) + (pair % modulus)) % modulus])
  return { u: spread(cosines, scale), v: spread(sines, nyquist ? 0 : scale) }
}
