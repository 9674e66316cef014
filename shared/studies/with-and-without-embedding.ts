import { numbersModel } from '../config/papers/embedding-layer.ts'
import { withSeeds, type Case } from './cases.ts'
import { embeddingLayerConfig } from './configs.ts'
import { papers } from './papers.ts'
import { best, bestTestAccuracy, between, last, median, ofKey, say, sayRange, sayShare, stepsOfEach, verdict } from './results.ts'
import type { RunResult, Study, StudyScale } from './study.ts'

const operations = ['add', 'multiply'] as const
const names = { add: 'a + b', multiply: 'a × b' } as const

function cases(scale: StudyScale): Case[] {
  const [embeddingSteps, numberSteps] = scale === 'small' ? [16_000, 20_000] : [100_000, 100_000]
  return operations.flatMap((operation): Case[] => {
    const choice = { operation, learningRate: 1e-3, batchSize: 512, everySteps: 50 }
    const withEmbedding = embeddingLayerConfig({ ...choice, maximumSteps: embeddingSteps, afterGeneralization: scale === 'small' ? 200 : null })
    return [
      { key: `embedding-${operation}`, label: `${names[operation]} with embedding`, config: withEmbedding },
      {
        key: `numbers-${operation}`, label: `${names[operation]} without`,
        config: {
          ...withEmbedding,
          model: numbersModel,
          stop: { maximumSteps: numberSteps }
        }
      }
    ]
  })
}

/** Largest lead of the training accuracy over the test accuracy at the same step. */
function largestGap(run: RunResult): number {
  const [train, test] = [run.series('train/accuracy'), run.series('test/accuracy')]
  return Math.max(...Array.from(train.values, (value, i) => value - test.values[i]))
}

/** Paper 1, Fig. 2: the delay comes with the embedding. */
export const embeddingStudy: Study = {
  name: 'with-and-without-embedding',
  title: 'With and without an embedding',
  paper: papers.embeddingLayer,
  figure: 'Fig. 2',
  summary: 'Is the embedding what delays generalization? The same MLP on a learned embedding of the tokens and on the raw token numbers, mod 97, rate 0.001, batch 512.',
  scaled: 'Runs with an embedding end at most at 16,000 steps, those without at 20,000 instead of 100,000: the lines without a delay and without a fit show long before.',
  seeds: 1,
  runs: (scale, seeds) => withSeeds(cases(scale), seeds),
  facts: [
    {
      name: 'delay',
      statement: 'With an embedding both operations grok: 99 % test accuracy comes at least three times as late as 99 % training accuracy.',
      source: 'Fig. 2; §3.3', published: 'training 100 % at 1,500–2,000 steps, the test jump near 10,000 (read off the figure)', keys: operations.map((operation) => `embedding-${operation}`),
      judge: (results) => {
        const [train, test] = ['train/accuracy', 'test/accuracy'].map((name) => stepsOfEach(results, name, 0.99))
        const jumps = stepsOfEach(results, 'test/accuracy', 0.95).map(say)
        const bestTest = results.map((run) => sayShare(bestTestAccuracy(run)))
        return verdict(test.every((steps, i) => Number.isFinite(steps) && steps >= 3 * train[i]), `training ${sayRange(train)}, test ${sayRange(test)}`,
          `steps to 99 %; test accuracy is 95 % at ${jumps.join(' and ')}, at best ${bestTest.join(' and ')}`)
      }
    },
    {
      name: 'together',
      statement: 'Without an embedding training and test accuracy of a + b rise together: above 10 %, and never more than 20 points apart.',
      source: '§3.3; Fig. 2', published: 'no delay; 0.85–0.87 and 0.77 at 100,000 steps (read off the figure)', keys: ['numbers-add'],
      judge: (results) => {
        const reached = results.map((run) => best(run.series('train/accuracy')))
        const gaps = results.map(largestGap)
        return verdict(Math.min(...reached) > 0.1 && Math.max(...gaps) < 0.2,
          `training ${sayShare(median(reached))}, test ${sayShare(median(results.map((run) => last(run.series('test/accuracy')))))}, at most ${sayShare(median(gaps))} apart`)
      }
    },
    {
      name: 'no-fit',
      statement: 'Without an embedding a × b is not even fitted: training accuracy stays below 20 % for 20,000 steps.',
      source: 'Fig. 2c', published: 'about 0.08 at 20,000 steps (read off the figure)', keys: ['numbers-multiply'],
      judge: (results) => {
        const reached = results.map((run) => best(between(run.series('train/accuracy'), 0, 20_000)))
        return verdict(Math.max(...reached) < 0.2, sayShare(median(reached)))
      }
    }
  ],
  plot: (results) => ({
    kind: 'curves', title: 'With and without an embedding', xScale: 'logarithmic', marks: false,
    runs: [...new Set(results.map(({ key }) => key))].map((key) => ofKey(results, key)[0].runId),
    panels: [{ title: 'Training', series: ['train/accuracy'] }, { title: 'Test', series: ['test/accuracy'] }]
  })
}
