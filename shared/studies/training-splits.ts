import { casesPanel, withSeeds, type Case } from './cases.ts'
import { embeddingLayerConfig, type EmbeddingLayerChoice } from './embedding-layer.ts'
import { papers } from './papers.ts'
import { best, last, median, ofKey, say, sayRange, sayShare, stepsOfEach, verdict } from './results.ts'
import type { RunResult, Study, StudyScale } from './study.ts'

const splits: Record<string, { label: string; split: NonNullable<EmbeddingLayerChoice['split']> }> = {
  uniform: { label: 'uniform', split: { kind: 'uniform', testFraction: 0.2 } },
  random: { label: 'random', split: { kind: 'random', testFraction: 0.2 } },
  skewed: { label: 'skewed', split: { kind: 'skewed', testFraction: 0.2, exponent: 1 } }
}

function cases(scale: StudyScale): Case[] {
  const batchSizes = scale === 'small' ? [64, 512] : [64, 128, 512]
  return batchSizes.flatMap((batchSize) => Object.entries(splits).map(([key, { label, split }]): Case => ({
    key: `${key}-${batchSize}`, label: `${label}, batch ${batchSize}`,
    config: embeddingLayerConfig({
      operation: 'add', learningRate: 1e-3, batchSize, split, everySteps: 50,
      maximumSteps: scale === 'small' ? 20_000 : 100_000, afterGeneralization: scale === 'small' ? 0 : null
    })
  })))
}

const steps = (results: readonly RunResult[], key: string) => stepsOfEach(ofKey(results, key), 'test/accuracy', 0.95)

/** Paper 1, Fig. 4 and 8: which pairs are trained on matters, at the same number of them. */
export const splitsStudy: Study = {
  name: 'training-splits',
  title: 'How the training pairs are drawn',
  paper: papers.embeddingLayer,
  figure: 'Fig. 4 and 8',
  summary: 'Does the way in which training pairs are drawn decide whether and when a + b mod 97 generalizes? Uniform, random and skewed draws of the same size, rate 0.001. The draws themselves are RECONSTRUCTIONS.',
  scaled: 'Batches of 64 and 512, without 128, and at most 20,000 steps; a run ends once it has generalized. All other settings are the paper’s.',
  seeds: 1,
  runs: (scale, seeds) => withSeeds(cases(scale), seeds),
  facts: [
    {
      name: 'skewed-fails',
      statement: 'The skewed draw fits the training set and generalizes less than the random one: 99 % training accuracy, and a best test accuracy below 95 %.',
      source: '§5.1; Fig. 8', published: 'fits, and fails to generalize', keys: ['skewed-64', 'skewed-512'],
      judge: (results) => {
        const train = results.map((run) => best(run.series('train/accuracy')))
        const test = results.map((run) => best(run.series('test/accuracy')))
        return verdict(Math.min(...train) >= 0.99 && Math.max(...test) < 0.95, `training ${sayShare(Math.min(...train))}, test at best ${sayShare(Math.max(...test))}`)
      }
    },
    {
      name: 'uniform-sooner',
      statement: 'In batches of 64 the uniform draw generalizes sooner than the random one (median steps to 95 %).',
      source: '§5.1; Fig. 4', published: 'uniform faster at small batches', keys: ['uniform-64', 'random-64'],
      judge: (results) => {
        const [uniform, random] = [steps(results, 'uniform-64'), steps(results, 'random-64')]
        return verdict(median(uniform) < median(random), `${sayRange(uniform)} against ${sayRange(random)}`)
      }
    },
    {
      name: 'gap-vanishes',
      statement: 'In batches of 512 the uniform draw has no advantage: its steps to 95 % are more than 0.9 of the random one’s.',
      source: '§5.1; Fig. 4', published: 'the gap vanishes; the figure has random at about 12,000 and uniform at about 20,000', keys: ['uniform-512', 'random-512'],
      judge: (results) => {
        const [uniform, random] = [median(steps(results, 'uniform-512')), median(steps(results, 'random-512'))]
        return verdict(uniform > 0.9 * random, `uniform ${say(uniform)}, random ${say(random)}`)
      }
    }
  ],
  plot: (results) => ({
    kind: 'points', title: 'How the training pairs are drawn',
    panels: [
      casesPanel(results, { title: 'Steps to 95 % test accuracy', yTitle: 'steps', yScale: 'logarithmic' }, (run) => stepsOfEach([run], 'test/accuracy', 0.95)[0]),
      casesPanel(results, { title: 'Last test accuracy', yTitle: 'accuracy' }, (run) => last(run.series('test/accuracy')))
    ]
  })
}
