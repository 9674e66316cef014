import { beyondProgressConfig } from './configs.ts'
import { withSeeds, type Case } from './cases.ts'
import { papers } from './papers.ts'
import { best, bestTestAccuracy, between, correlation, ofKey, say, stepsTo, valueAt, verdict } from './results.ts'
import type { RunResult, Study, StudyScale } from './study.ts'

/** MED, paper 2's definition 4.2: the measure and its series. */
export const medMeasure = 'mean-embedding-difference'
export const medSeries = 'uniformity/med'

const paperModuli = [47, 97, 211, 379] as const
const smallModuli = [47, 59, 71] as const

function cases(scale: StudyScale): Case[] {
  if (scale === 'paper') {
    return paperModuli.map((modulus) => ({
      key: `p${modulus}`, label: `p = ${modulus}`, config: beyondProgressConfig({ modulus, trainFraction: 0.3, maximumSteps: 30_000, everySteps: 50, measures: [medMeasure] })
    }))
  }
  return smallModuli.map((modulus) => ({
    key: `p${modulus}`, label: `p = ${modulus}`,
    config: beyondProgressConfig({ modulus, width: 64, trainFraction: 0.4, maximumSteps: 15_000, afterGeneralization: 1000, measures: [medMeasure] })
  }))
}

/** Step at which training accuracy first is 1: the paper compares the curves from there on. */
const fitted = (run: RunResult): number => stepsTo(run.series('train/accuracy'), 1) ?? Infinity

/** Correlation of MED and test loss from the step at which the training set is fitted. */
const agreement = (run: RunResult): number => correlation(run.series(medSeries), run.series('test/loss'), fitted(run))

const thatGrok = (results: readonly RunResult[]) => results.filter((run) => bestTestAccuracy(run) >= 0.95)

/** How many runs are left out of a verdict; nothing where none is. */
function sayOthers(results: readonly RunResult[], before = ''): string {
  const others = results.length - thatGrok(results).length
  return others === 0 ? '' : `${before}${others} runs did not grok`
}

const sayEach = (results: readonly RunResult[], value: (run: RunResult) => number): string =>
  results.map((run) => `${run.label}: ${say(value(run))}`).join(', ')

/** Paper 2, §6.2: the main embedding difference follows the test loss. */
export const uniformityStudy: Study = {
  name: 'uniformity',
  title: 'Uniformity of the embedding against test loss',
  paper: papers.beyondProgress,
  figure: 'Fig. 5 and §6.2',
  summary: 'Does the mean distance of neighbouring tokens in the embedding (MED) move with the test loss once the training set is fitted? i + j for several primes p, one-layer transformer, decay 1.',
  scaled: 'p = 47, 59, 71 with width 64 and 40 % of the pairs, instead of p = 47, 97, 211, 379 with width 128 and 30 %; at most 15,000 steps, ended 1,000 after generalization, instead of 30,000: the claim is one of shape, for any p.',
  seeds: 1,
  runs: (scale, seeds) => withSeeds(cases(scale), seeds),
  facts: [
    {
      name: 'correlated',
      statement: 'After the training set is fitted MED and test loss share their trend: their correlation is above 0.5 for every p that groks.',
      source: '§6.2', published: '“consistent trends”, without a number; 0.65 in an independent run at p = 97',
      judge: (results) => {
        const grokked = thatGrok(results)
        return verdict(grokked.length > 0 && grokked.every((run) => agreement(run) > 0.5), sayEach(results, agreement), sayOthers(results))
      }
    },
    {
      name: 'falls',
      statement: 'MED falls at grokking: at the end it is less than 0.8 of its largest value after the fit, for every p that groks.',
      source: '§4, Definition 4.2', published: 'falls with the test loss (1.40 at first, 2.90 at its peak, 1.44 at the end in an independent run)',
      judge: (results) => {
        const ratio = (run: RunResult) => {
          const med = run.series(medSeries)
          return valueAt(med, run.step) / best(between(med, fitted(run)))
        }
        const grokked = thatGrok(results)
        return verdict(grokked.length > 0 && grokked.every((run) => ratio(run) < 0.8), sayEach(results, ratio), `last value over peak${sayOthers(results, '; ')}`)
      }
    }
  ],
  plot: (results) => ({
    kind: 'curves', title: 'Uniformity against test loss', xScale: 'logarithmic', heightMillimetres: 80,
    runs: [...new Set(results.map(({ key }) => key))].map((key) => ofKey(results, key)[0].runId),
    panels: [{ title: 'Test loss', series: ['test/loss'], yScale: 'logarithmic' }, { title: 'MED', series: [medSeries] }]
  })
}
