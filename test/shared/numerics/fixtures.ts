import { readFileSync } from 'node:fs'

/** Reference values by NumPy, written by test/shared/fixtures/make_numerics.py. */
export interface NumericsFixtures {
  fourier: { rows: number; columns: number; data: number[]; norms: number[] }[]
  pca: {
    frames: number[][]
    rows: number
    columns: number
    components: number
    mean: number[]
    axes: number[]
    variances: number[]
    totalVariance: number
    coordinates: number[]
  }[]
  gini: { values: number[]; gini: number }[]
  smoothing: { values: number[]; weight: number; smoothed: number[] }[]
  procrustes: { previous: number[]; current: number[]; aligned: number[] }
}

export const fixtures = JSON.parse(readFileSync(new URL('../fixtures/numerics.json', import.meta.url), 'utf8')) as NumericsFixtures

/** Largest absolute difference of two arrays of the same length; NaN beside NaN counts as equal. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity
  let largest = 0
  for (let i = 0; i < a.length; i++) {
    const difference = Number.isNaN(a[i]) && Number.isNaN(b[i]) ? 0 : Math.abs(a[i] - b[i])
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference
  }
  return largest
}
