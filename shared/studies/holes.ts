import { beyondProgressConfig } from './configs.ts'
import { sweepGroup, withSeeds, type Case } from './cases.ts'
import { papers } from './papers.ts'
import { bestTestAccuracy, isMonotone, median, ofKey, sayShare, verdict } from './results.ts'
import type { RunResult, Study, StudyScale } from './study.ts'

/** Table 1: hole parameters at p = 97, with the best test accuracy (U-Acc) in percent. */
const squares = { 30: 99.04, 35: 91.07, 40: 84.5, 45: 79.03, 50: 77.39, 55: 62.09, 60: 57.31 } as const
const strips = { 40: 89.89, 50: 80.1, 60: 33.25, 67: 7.56 } as const
const smallSquares = [30, 60] as const
const smallStrips = [40, 67] as const

/** Epochs at the small scale: the smallest hole leaves most of the table to be generalized to, which takes longest. */
const smallEpochs = (kind: 'square' | 'strip', size: number): number => (kind === 'square' && size === 30 ? 12_000 : 5000)

function holeCase(scale: StudyScale, kind: 'square' | 'strip', size: number): Case {
  const split = kind === 'square' ? { kind, side: size } : { kind, width: size }
  return {
    key: `${kind}-${size}`, label: `${kind.toUpperCase()}(${size})`,
    config: beyondProgressConfig({
      modulus: 97, trainFraction: 0.3, split,
      ...(scale === 'small' ? { maximumSteps: smallEpochs(kind, size), afterGeneralization: 100 } : { maximumSteps: 30_000 })
    })
  }
}

function cases(scale: StudyScale): Case[] {
  const [square, strip] = scale === 'small' ? [smallSquares, smallStrips] : [Object.keys(squares).map(Number), Object.keys(strips).map(Number)]
  return [...square.map((size) => holeCase(scale, 'square', size)), ...strip.map((size) => holeCase(scale, 'strip', size))]
}

/** Best test accuracy of each seed. */
const accuraciesOf = (results: readonly RunResult[], key: string): number[] => ofKey(results, key).map(bestTestAccuracy)

const accuracyOf = (results: readonly RunResult[], key: string): number => median(accuraciesOf(results, key))

function accuracies(results: readonly RunResult[], kind: string, sizes: readonly number[]) {
  const values = sizes.map((size) => accuracyOf(results, `${kind}-${size}`))
  return { values, text: sizes.map((size, i) => `${size}: ${sayShare(values[i])}`).join(', ') }
}

const present = (results: readonly RunResult[], kind: string, sizes: readonly number[]): number[] => sizes.filter((size) => ofKey(results, `${kind}-${size}`).length > 0)
const published = (table: Record<number, number>): string => Object.entries(table).map(([size, value]) => `${size}: ${value} %`).join(', ')

/** Paper 2, Table 1: what a hole in the table of pairs does to generalization. */
export const holesStudy: Study = {
  name: 'holes',
  title: 'Holes in the training set',
  paper: papers.beyondProgress,
  figure: 'Table 1',
  summary: 'How far does a one-layer transformer generalize on i + j when a square or a strip of the table is never trained on? Best test accuracy over training (U-Acc) by the size of the hole.',
  scaled: 'The smallest and the largest hole of each kind (SQUARE 30, 60 and STRIP 40, 67), and 5,000 instead of 30,000 epochs, at most 12,000 for SQUARE(30), which fills its hole between epoch 5,000 and 12,000 or, with some seeds, not by 22,000; a run ends 100 epochs after 99 % test accuracy. All other settings are the paper’s: at a smaller p the ends of the table are not those of the paper.',
  seeds: 3,
  runs: (scale, seeds) => withSeeds(cases(scale), seeds),
  facts: [
    {
      name: 'square-trend',
      statement: 'The larger the square hole, the lower the best test accuracy.',
      source: 'Table 1, SQUARE', published: published(squares), keys: smallSquares.map((size) => `square-${size}`),
      judge: (results) => {
        const { values, text } = accuracies(results, 'square', present(results, 'square', Object.keys(squares).map(Number)))
        return verdict(isMonotone(values, -1), text)
      }
    },
    {
      name: 'small-hole',
      statement: 'With the smallest square hole, k = 30, at least 95 % of the test set is reached (median over seeds).',
      source: 'Table 1', published: '99.04 %; outside the hole lie 85.4 % of the test set', keys: ['square-30'],
      judge: (results) => verdict(accuracyOf(results, 'square-30') >= 0.95, accuraciesOf(results, 'square-30').map(sayShare).join(', '), 'seed by seed')
    },
    {
      name: 'large-hole',
      statement: 'With the largest square hole, k = 60, the best test accuracy lies between 40 % and 65 %.',
      source: 'Table 1', published: '57.31 %; outside the hole lie 43.5 % of the test set', keys: ['square-60'],
      judge: (results) => {
        const accuracy = accuracyOf(results, 'square-60')
        return verdict(accuracy >= 0.4 && accuracy <= 0.65, sayShare(accuracy))
      }
    },
    {
      name: 'strip-trend',
      statement: 'The wider the strip hole, the lower the best test accuracy.',
      source: 'Table 1, STRIP', published: published(strips), keys: smallStrips.map((size) => `strip-${size}`),
      judge: (results) => {
        const { values, text } = accuracies(results, 'strip', present(results, 'strip', Object.keys(strips).map(Number)))
        return verdict(isMonotone(values, -1), text)
      }
    },
    {
      name: 'strip-end',
      statement: 'Grokking disappears where the strip is two thirds of the table (t = 67): best test accuracy below 15 %.',
      source: 'Table 1', published: '7.56 %', keys: ['strip-67'],
      judge: (results) => verdict(accuracyOf(results, 'strip-67') < 0.15, sayShare(accuracyOf(results, 'strip-67')))
    }
  ],
  plot: (results) => {
    const panel = (title: string, kind: string, table: Record<number, number>) => {
      const sizes = Object.keys(table).map(Number)
      return {
        title, xTitle: kind === 'square' ? 'side k' : 'width t', yTitle: 'best test accuracy',
        groups: [
          sweepGroup(results, 'here', sizes.map((size) => ({ key: `${kind}-${size}`, x: size })), bestTestAccuracy),
          { name: 'paper', points: sizes.map((size) => ({ x: size, y: table[size] / 100 })) }
        ]
      }
    }
    return { kind: 'points', title: 'Holes in the training set', panels: [panel('Square hole', 'square', squares), panel('Strip hole', 'strip', strips)] }
  }
}
