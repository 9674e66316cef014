import { halfBatch, simplifiedTransformer, standardTransformer } from '../config/papers/exploring.ts'
import { sweepGroup, withSeeds, type Case } from './cases.ts'
import { exploringConfig } from './configs.ts'
import { papers } from './papers.ts'
import { isMonotone, median, ofKey, say, sayRange, stepsOfEach, verdict } from './results.ts'
import type { RunResult, Study, StudyScale } from './study.ts'

const paperFractions = [0.1, 0.2, 0.3, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9] as const
const smallFractions = [0.2, 0.3, 0.4, 0.5, 0.7] as const
// Fractions at which runs of both scales generalize, so that their order can be told.
const generalizing = [0.4, 0.5, 0.7] as const

function cases(scale: StudyScale): Case[] {
  if (scale === 'small') {
    const model = { ...simplifiedTransformer, width: 64, mlpWidth: 256 }
    return smallFractions.map((trainFraction) => ({
      key: `simplified-${trainFraction}`, label: `simplified, ${trainFraction}`,
      config: exploringConfig({ modulus: 67, trainFraction, model, encoding: 'simplified', maximumSteps: trainFraction < 0.4 ? 12_000 : 20_000, afterGeneralization: 0 })
    }))
  }
  return paperFractions.flatMap((trainFraction): Case[] => {
    const common = { modulus: 97, trainFraction, maximumSteps: 100_000, afterGeneralization: 1000 }
    return [
      { key: `simplified-${trainFraction}`, label: `simplified, ${trainFraction}`, config: exploringConfig({ ...common, model: simplifiedTransformer, encoding: 'simplified' }) },
      {
        key: `standard-${trainFraction}`, label: `standard, ${trainFraction}`,
        config: exploringConfig({ ...common, model: standardTransformer, encoding: 'standard', batch: halfBatch(97, trainFraction) })
      }
    ]
  })
}

/** Batches of an epoch at p = 97; what is left over is dropped. */
const stepsOfEpoch = (trainFraction: number): number => Math.floor(Math.floor(trainFraction * 97 ** 2) / halfBatch(97, trainFraction).size)

const test = (results: readonly RunResult[], key: string) => stepsOfEach(ofKey(results, key), 'test/accuracy', 0.99)
const train = (results: readonly RunResult[], key: string) => stepsOfEach(ofKey(results, key), 'train/accuracy', 0.99)

/** Paper 3: how much training data it takes. */
export const fractionsStudy: Study = {
  name: 'training-fractions',
  title: 'The training fraction',
  paper: papers.exploring,
  figure: 'the sweep of α',
  summary: 'How do memorization and generalization of x + y depend on the share α of pairs that is trained on? Transformers in both encodings, AdamW with decay 1.',
  scaled: 'The simplified encoding alone, p = 67, width 64, α ∈ {0.2, 0.3, 0.4, 0.5, 0.7}, at most 20,000 steps (12,000 below α = 0.4). A smaller table needs a larger fraction, so the 30 % of the paper stand beside 40 % here.',
  seeds: 1,
  runs: (scale, seeds) => withSeeds(cases(scale), seeds),
  facts: [
    {
      name: 'sooner-with-more',
      statement: 'Steps to 99 % test accuracy fall as α grows (0.4, 0.5, 0.7; simplified encoding).',
      source: 'the sweep of α; Power et al. 2022, Fig. 1', published: 'the delay shrinks as α grows', keys: generalizing.map((fraction) => `simplified-${fraction}`),
      judge: (results) => {
        const steps = generalizing.map((fraction) => median(test(results, `simplified-${fraction}`)))
        return verdict(steps.every(Number.isFinite) && isMonotone(steps, -1), generalizing.map((fraction, i) => `${fraction}: ${say(steps[i])}`).join(', '))
      }
    },
    {
      name: 'too-few',
      statement: 'At α = 0.2 nothing generalizes within the budget, although the training set is fitted.',
      source: 'the sweep of α (RECONSTRUCTION)', published: 'not reported; none at 10 to 20 % in Nanda et al. 2023', keys: ['simplified-0.2'],
      judge: (results) => {
        const [fitted, generalized] = [train(results, 'simplified-0.2'), test(results, 'simplified-0.2')]
        return verdict(fitted.every(Number.isFinite) && !generalized.some(Number.isFinite), `training ${sayRange(fitted)}, test ${sayRange(generalized)}`, 'steps to 99 %')
      }
    },
    {
      name: 'delay',
      statement: 'Grokking in the simplified encoding at 40 % of a small table (30 % at p = 97): training is fitted within 1,000 steps, the test set between 2,000 and 30,000.',
      source: 'simplified encoding, α = 30 %', published: 'training 100 % at 200 steps, test 100 % at about 9,100', only: 'small', keys: ['simplified-0.4'],
      judge: (results) => delayJudgement(results, 'simplified-0.4')
    },
    {
      name: 'delay-at-30',
      statement: 'In the simplified encoding at α = 30 % training is fitted within 1,000 steps, the test set between 2,000 and 30,000.',
      source: 'simplified encoding, α = 30 %', published: 'training 100 % at 200 steps, test 100 % at about 9,100', only: 'paper', keys: ['simplified-0.3'],
      judge: (results) => delayJudgement(results, 'simplified-0.3')
    },
    {
      name: 'six-thousand',
      statement: 'In the standard encoding at α = 45 % and 60 % generalization takes between 600 and 60,000 epochs (median epoch of 99 % test accuracy).',
      source: 'α = 45 % and 60 %', published: 'about 6,000 epochs', only: 'paper', keys: ['standard-0.45', 'standard-0.6'],
      judge: (results) => {
        const epochs = [0.45, 0.6].map((fraction) => median(test(results, `standard-${fraction}`)) / stepsOfEpoch(fraction))
        return verdict(epochs.every((value) => value >= 600 && value <= 60_000), epochs.map((value) => say(Math.round(value))).join(' and '), 'epochs')
      }
    }
  ],
  plot: (results) => {
    const group = (name: string, kind: string, series: string) =>
      sweepGroup(results, name, paperFractions.map((x) => ({ key: `${kind}-${x}`, x })), (run) => stepsOfEach([run], series, 0.99)[0])
    const kinds = ['simplified', 'standard'].filter((kind) => results.some(({ key }) => key.startsWith(kind)))
    return {
      kind: 'points', title: 'Training fraction',
      panels: [{
        title: 'Steps to 99 % accuracy', xTitle: 'α', yTitle: 'steps', yScale: 'logarithmic',
        groups: kinds.flatMap((kind) => [group(`training, ${kind}`, kind, 'train/accuracy'), group(`test, ${kind}`, kind, 'test/accuracy')])
      }]
    }
  }
}

function delayJudgement(results: readonly RunResult[], key: string) {
  const [fitted, generalized] = [train(results, key), test(results, key)]
  const holds = fitted.every((steps) => steps <= 1000) && generalized.every((steps) => steps >= 2000 && steps <= 30_000)
  return verdict(holds, `training ${sayRange(fitted)}, test ${sayRange(generalized)}`, 'steps to 99 %')
}
