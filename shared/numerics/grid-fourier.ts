/** Logits of every pair (a, b) of residues, [p · p, classes] in row order: row a · p + b. */
export interface LogitGrid {
  logits: Float32Array | Float64Array
  modulus: number
  classes: number
}

/** The part of a logit grid that lies on the chosen sum directions; it depends on (a + b) mod p alone. */
export interface SumProjection {
  /** P_K L by s = (a + b) mod p: [p, classes]. */
  bySum: Float64Array
  /** Mean of the logits over all pairs: [classes]. */
  mean: Float64Array
}

/** cos and sin of w_k s = 2πks/p for s = 0 … p − 1. */
function waves(modulus: number, frequency: number): { cosines: Float64Array; sines: Float64Array } {
  const angles = Float64Array.from({ length: modulus }, (_, s) => (2 * Math.PI * ((frequency * s) % modulus)) / modulus)
  return { cosines: angles.map(Math.cos), sines: angles.map(Math.sin) }
}

function checkGrid({ logits, modulus, classes }: LogitGrid): void {
  const needed = modulus * modulus * classes
  if (logits.length !== needed) throw new RangeError(`expected ${needed} logits of ${modulus} × ${modulus} pairs and ${classes} classes, got ${logits.length}`)
}

/** Calls `visit` with the offset of each pair's logits and its s = (a + b) mod p. */
function forEachPair({ modulus, classes }: LogitGrid, visit: (offset: number, sum: number) => void): void {
  for (let a = 0; a < modulus; a++) {
    for (let b = 0; b < modulus; b++) visit((a * modulus + b) * classes, (a + b) % modulus)
  }
}

/**
 * Projection P_K L of the logits on the span of the sum directions u_k, v_k of the frequencies k ≥ 1 in K, along the pair axis, and the mean over
 * all pairs. Both directions depend on a + b alone, so the logits are first added up by sum: O(p² · classes + p · classes · |K|).
 * Throws `RangeError` for logits of another size or a frequency outside 1 … p/2. Source: Nanda et al. 2023.
 */
export function projectOnSums(grid: LogitGrid, frequencies: readonly number[]): SumProjection {
  checkGrid(grid)
  const { logits, modulus, classes } = grid
  const totals = new Float64Array(modulus * classes)
  forEachPair(grid, (offset, sum) => {
    for (let c = 0; c < classes; c++) totals[sum * classes + c] += logits[offset + c]
  })
  const mean = new Float64Array(classes)
  totals.forEach((value, at) => { mean[at % classes] += value / (modulus * modulus) })
  const bySum = new Float64Array(modulus * classes)
  for (const k of new Set(frequencies)) {
    if (!(k >= 1 && 2 * k <= modulus)) throw new RangeError(`expected frequencies from 1 to ${Math.floor(modulus / 2)}, got ${k}`)
    const { cosines, sines } = waves(modulus, k)
    const scale = (2 * k === modulus ? 1 : 2) / (modulus * modulus)
    addComponent(bySum, totals, cosines, scale)
    if (2 * k < modulus) addComponent(bySum, totals, sines, scale)
  }
  return { bySum, mean }
}

/** target[s, c] += scale · wave[s] · Σ_t wave[t] totals[t, c]. */
function addComponent(target: Float64Array, totals: Float64Array, wave: Float64Array, scale: number): void {
  const classes = totals.length / wave.length
  const coefficients = new Float64Array(classes)
  totals.forEach((value, at) => { coefficients[at % classes] += wave[Math.floor(at / classes)] * value })
  for (let at = 0; at < target.length; at++) target[at] += scale * wave[Math.floor(at / classes)] * coefficients[at % classes]
}

/** Restricted logits P_K L + mean over all pairs, [p · p, classes]: what is left with the key frequencies alone. Source: Nanda et al. 2023. */
export function restrictedLogits(grid: LogitGrid, { bySum, mean }: SumProjection): Float64Array {
  checkGrid(grid)
  const { classes } = grid
  const result = new Float64Array(grid.logits.length)
  forEachPair(grid, (offset, sum) => {
    for (let c = 0; c < classes; c++) result[offset + c] = bySum[sum * classes + c] + mean[c]
  })
  return result
}

/** Excluded logits L − P_K L, [p · p, classes]: what is left without the key frequencies. Source: Nanda et al. 2023. */
export function excludedLogits(grid: LogitGrid, { bySum }: SumProjection): Float64Array {
  checkGrid(grid)
  const { logits, classes } = grid
  const result = new Float64Array(logits.length)
  forEachPair(grid, (offset, sum) => {
    for (let c = 0; c < classes; c++) result[offset + c] = logits[offset + c] - bySum[sum * classes + c]
  })
  return result
}
