import { readFileSync } from 'node:fs'
import type { MedVariant } from '../../../shared/numerics/uniformity.ts'

/** Reference values by NumPy and PyTorch, written by test/shared/fixtures/make_analysis.py. */
export interface AnalysisFixtures {
  uniformity: {
    residues: number
    offset: number
    columns: number
    data: number[]
    nearest: number[]
    med: Record<MedVariant, number>
    neighbourVariation: number
    nearestVariation: number
  }[]
  rank: { name: string; rows: number; columns: number; data: number[]; singular: number[]; rank: number; numpyRank: number; thousandth: number }[]
  entropy: { values: number[]; entropy: number }[]
  grid: {
    modulus: number
    classes: number
    frequencies: number[]
    logits: number[]
    restricted: number[]
    excluded: number[]
    directions: number[][]
    transform: number[]
    subset: number[]
    losses: { full: number; restricted: number; excludedOnSubset: number }
  }[]
}

export const analysis = JSON.parse(readFileSync(new URL('../fixtures/analysis.json', import.meta.url), 'utf8')) as AnalysisFixtures
