import { sweepGroup, withSeeds, type Case } from './cases.ts'
import { embeddingLayerConfig } from './configs.ts'
import { papers } from './papers.ts'
import { bestTestAccuracy, median, ofKey, say, sayShare, stepsOfEach, stepsTo95, verdict } from './results.ts'
import type { RunResult, Study, StudyScale } from './study.ts'

const paperRatios = [1, 2, 4, 8, 10, 16, 32] as const
const smallRatios = [1, 4, 10, 32] as const
const operations = ['add', 'multiply'] as const
const names = { add: 'a + b', multiply: 'a × b' } as const

function cases(scale: StudyScale): Case[] {
  return operations.flatMap((operation) => (scale === 'small' ? smallRatios : paperRatios).map((ratio): Case => ({
    key: `${operation}-c${ratio}`, label: `${names[operation]}, c = ${ratio}`,
    config: embeddingLayerConfig({
      operation, ratio, learningRate: 0.01, batchSize: 512, maximumSteps: scale === 'small' ? 3000 : 10_000, afterGeneralization: scale === 'small' ? 0 : null
    })
  })))
}

const bestAccuracy = (results: readonly RunResult[], key: string) => ofKey(results, key).map(bestTestAccuracy)

/** Paper 1, Fig. 5: how the embedding's learning-rate ratio must be chosen. */
export const ratioSweepStudy: Study = {
  name: 'ratio-sweep',
  title: 'The ratio of learning rates',
  paper: papers.embeddingLayer,
  figure: 'Fig. 5',
  summary: 'Which ratio c of the embedding’s learning rate to that of the other weights is best? Rate 0.01, batch 512, mod 97, on a + b and a × b.',
  scaled: 'c ∈ {1, 4, 10, 32} (named in the paper’s text and figure) and at most 3,000 steps; a run ends once it has 99 % test accuracy. All other settings are the paper’s. The grid of the paper scale is a RECONSTRUCTION.',
  // About one run in four with c = 10 loses its hidden units early and stays at chance: a median of three outlives one.
  seeds: 3,
  runs: (scale, seeds) => withSeeds(cases(scale), seeds),
  facts: [
    {
      name: 'large-fails',
      statement: 'c = 32 never generalizes on a + b: best test accuracy below 95 % in every seed.',
      source: 'Fig. 5', published: 'c = 32 never generalizes on addition (read off the figure)', keys: ['add-c32'],
      judge: (results) => {
        const accuracies = bestAccuracy(results, 'add-c32')
        return verdict(Math.max(...accuracies) < 0.95, `best ${accuracies.map(sayShare).join(', ')}`)
      }
    },
    {
      name: 'small-is-slow',
      statement: 'On a + b ratios of 4 and of 10 are both sooner than c = 1 (median steps to 95 %).',
      source: 'Fig. 5; §5.2: small c under-updates the embedding', published: 'c = 4 fastest, c = 10 balanced', keys: ['add-c1', 'add-c4', 'add-c10'],
      judge: (results) => {
        const [one, four, ten] = [1, 4, 10].map((ratio) => median(stepsTo95(results, `add-c${ratio}`)))
        return verdict(four < one && ten < one, `c = 1: ${say(one)}, 4: ${say(four)}, 10: ${say(ten)}`)
      }
    },
    {
      name: 'four-is-fastest',
      statement: 'On a + b c = 4 is the fastest of 1, 4, 10 and 32.',
      source: 'Fig. 5', published: 'c = 4 (read off the figure)', keys: ['add-c1', 'add-c4', 'add-c10', 'add-c32'],
      judge: (results) => {
        const all = smallRatios.map((ratio) => median(stepsTo95(results, `add-c${ratio}`)))
        return verdict(all[1] < Math.min(all[0], all[2], all[3]), smallRatios.map((ratio, i) => `c = ${ratio}: ${say(all[i])}`).join(', '))
      }
    },
    {
      name: 'plateau',
      statement: 'On a × b c = 10 comes close, and stays short of 99 %: a best test accuracy between 90 % and 99 % (median over seeds).',
      source: 'Fig. 5', published: 'a plateau at about 0.97 (read off the figure)', keys: ['multiply-c10'],
      judge: (results) => {
        const accuracies = bestAccuracy(results, 'multiply-c10')
        return verdict(median(accuracies) < 0.99 && median(accuracies) > 0.9, `best ${accuracies.map(sayShare).join(', ')}`)
      }
    }
  ],
  plot: (results) => {
    const places = (operation: string) => paperRatios.map((ratio) => ({ key: `${operation}-c${ratio}`, x: ratio }))
    const groups = (value: (run: RunResult) => number) =>
      operations.map((operation) => sweepGroup(results, names[operation], places(operation), value))
    return {
      kind: 'points', title: 'Ratio of the embedding’s learning rate',
      panels: [
        {
          title: 'Steps to 95 % test accuracy', xTitle: 'c', yTitle: 'steps', xScale: 'logarithmic', yScale: 'logarithmic',
          groups: groups((run) => stepsOfEach([run], 'test/accuracy', 0.95)[0])
        },
        { title: 'Best test accuracy', xTitle: 'c', yTitle: 'accuracy', xScale: 'logarithmic', groups: groups(bestTestAccuracy) }
      ]
    }
  }
}
