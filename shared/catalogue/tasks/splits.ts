import * as v from 'valibot'
import { integerField, realField, switchField } from '../field.ts'

const testFraction = v.optional(v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1),
  v.title('Test fraction'), v.description('Share of all pairs that is drawn at random as the test set, before the training set is drawn from the others; empty: all that is not trained on.'))), null)

const randomSplit = v.pipe(v.strictObject({ kind: v.literal('random'), testFraction }),
  v.title('Random'), v.description('A plain shuffle.'))

const uniformSplit = v.pipe(v.strictObject({ kind: v.literal('uniform'), testFraction }),
  v.title('Uniform'), v.description('Every token nearly equally often in the training set, by a greedy balanced draw (arXiv 2505.15624, §4.2; the draw itself is a RECONSTRUCTION).'))

const skewedSplit = v.pipe(v.strictObject({
  kind: v.literal('skewed'),
  testFraction,
  exponent: realField({ title: 'Exponent', description: 'A pair’s weight is (rank of x + 1)^−exponent over a random ranking of the values of x (RECONSTRUCTION).' }, { min: 0, max: 10, initial: 1 }),
  splitBoth: switchField({ title: 'Skew both sets', description: 'The weights decide which pairs go to training and which to test, instead of the training draw alone (RECONSTRUCTION of Fig. 8).' }, false)
}), v.title('Skewed'), v.description('Some values of x far more often in the training set than others (paper 1).'))

const squareSplit = v.pipe(v.strictObject({
  kind: v.literal('square'),
  side: integerField({ title: 'Side k', description: 'Pairs with both operands in 0 … k are never trained on.' }, { min: 0, max: 1008, initial: 30 })
}), v.title('Square hole'), v.description('SQUARE(k): the pairs {0 … k} × {0 … k} belong to the test set (Gu et al. 2025).'))

const stripSplit = v.pipe(v.strictObject({
  kind: v.literal('strip'),
  width: integerField({ title: 'Width t', description: 'Pairs with x in 0 … t are never trained on.' }, { min: 0, max: 1008, initial: 40 })
}), v.title('Strip hole'), v.description('STRIP(t): the pairs {0 … t} × {all} belong to the test set (Gu et al. 2025).'))

/** How the pairs of a modular task are divided into training and test set. */
export const splitSchema = v.pipe(v.variant('kind', [randomSplit, uniformSplit, skewedSplit, squareSplit, stripSplit]),
  v.title('Split'), v.description('How pairs are chosen for training.'))
export type SplitConfig = v.InferOutput<typeof splitSchema>

/** Sizes of the sets; a hole leaves fewer pairs than are asked for where it is large. */
export function splitSizes(split: SplitConfig, modulus: number, total: number, trainFraction: number): { train: number; test: number } {
  const wanted = Math.floor(trainFraction * total)
  if (split.kind === 'square' || split.kind === 'strip') {
    const train = Math.min(wanted, total - holeSize(split, modulus))
    return { train, test: total - train }
  }
  if (split.testFraction === null || (split.kind === 'skewed' && split.splitBoth)) {
    const test = split.testFraction === null ? total - wanted : Math.floor(split.testFraction * total)
    return { train: wanted, test }
  }
  const test = Math.floor(split.testFraction * total)
  return { train: Math.min(wanted, total - test), test }
}

/** Pairs of a hole in the full p × p table. */
export function holeSize(split: Extract<SplitConfig, { kind: 'square' | 'strip' }>, modulus: number): number {
  return split.kind === 'square' ? (split.side + 1) ** 2 : (split.width + 1) * modulus
}
