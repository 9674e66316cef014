import { beyondProgressConfig } from './configs.ts'
import { sweepGroup, withSeeds, type Case } from './cases.ts'
import { papers } from './papers.ts'
import { median, ofKey, say, stepsOfEach, verdict } from './results.ts'
import type { RunResult, Study, StudyScale } from './study.ts'

const fractions = { small: [0.4, 0.45], paper: [0.3, 0.25, 0.2] } as const
const kinds = { default: 'random', toeplitz: 'Toeplitz' } as const

function cases(scale: StudyScale): Case[] {
  const size = scale === 'small' ? { modulus: 59, width: 64, maximumSteps: 15_000, afterGeneralization: 0 } : { modulus: 97, width: 128, maximumSteps: 60_000 }
  return fractions[scale].flatMap((trainFraction) => (['default', 'toeplitz'] as const).map((embeddingInitialization): Case => ({
    key: `${embeddingInitialization}-${trainFraction}`, label: `${kinds[embeddingInitialization]}, ${100 * trainFraction} %`,
    config: beyondProgressConfig({ ...size, trainFraction, embeddingInitialization })
  })))
}

/** Grokking begins where test accuracy leaves chance behind. */
const onset = (run: RunResult): number => stepsOfEach([run], 'test/accuracy', 0.5)[0]

const present = (results: readonly RunResult[]): number[] =>
  [...fractions.small, ...fractions.paper].filter((fraction) => ofKey(results, `toeplitz-${fraction}`).length > 0)

function ratios(results: readonly RunResult[]): { fraction: number; ratio: number }[] {
  return present(results).map((fraction) => {
    const [random, toeplitz] = ['default', 'toeplitz'].map((kind) => median(ofKey(results, `${kind}-${fraction}`).map(onset)))
    return { fraction, ratio: toeplitz / random }
  })
}

/** Paper 2, App. E: an embedding that starts uniform. */
export const toeplitzStudy: Study = {
  name: 'toeplitz',
  title: 'Toeplitz initialization',
  paper: papers.beyondProgress,
  figure: 'App. E',
  summary: 'Does an embedding that starts as a Toeplitz matrix, hence uniform between neighbouring tokens, grok sooner? i + j, one-layer transformer, several training fractions.',
  scaled: 'p = 59, width 64 (the width must be at least the vocabulary), fractions of 40 % and 45 %, which a table of this size needs, instead of p = 97, width 128 and 30, 25 and 20 %; at most 15,000 steps, ended at generalization, instead of 60,000.',
  seeds: 2,
  runs: (scale, seeds) => withSeeds(cases(scale), seeds),
  facts: [
    {
      name: 'sooner',
      statement: 'With the Toeplitz initialization grokking begins sooner at every fraction (median step at 50 % test accuracy).',
      source: 'App. E', published: 'in half the epochs',
      judge: (results) => {
        const rows = ratios(results)
        return verdict(rows.every(({ ratio }) => ratio < 1), rows.map(({ fraction, ratio }) => `${100 * fraction} %: ${say(ratio)}`).join(', '), 'Toeplitz over random')
      }
    },
    {
      name: 'half',
      statement: 'It begins in about half the epochs: the median over fractions of the ratio lies between 0.3 and 0.75.',
      source: 'App. E', published: '0.5',
      judge: (results) => {
        const ratio = median(ratios(results).map((row) => row.ratio).filter((value) => !Number.isNaN(value)))
        return verdict(ratio >= 0.3 && ratio <= 0.75, say(ratio))
      }
    }
  ],
  plot: (results) => ({
    kind: 'points', title: 'Toeplitz initialization',
    panels: [{
      title: 'Onset of grokking', xTitle: 'training fraction', yTitle: 'steps to 50 % test accuracy', yScale: 'logarithmic',
      groups: (['default', 'toeplitz'] as const).map((kind) => sweepGroup(results, `${kinds[kind]} embedding`, present(results).map((x) => ({ key: `${kind}-${x}`, x })), onset))
    }]
  })
}
