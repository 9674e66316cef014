import type { Split } from '../config/papers/paper-run.ts'
import { casesPanel, withSeeds, type Case } from './cases.ts'
import { embeddingLayerConfig } from './configs.ts'
import { papers } from './papers.ts'
import { best, bestTestAccuracy, judgeSooner, last, median, say, sayShare, stepsOfEach, stepsTo95, verdict } from './results.ts'
import type { Study, StudyScale } from './study.ts'

const splits: Record<string, { label: string; split: Split }> = {
  uniform: { label: 'uniform', split: { kind: 'uniform', testFraction: 0.2 } },
  random: { label: 'random', split: { kind: 'random', testFraction: 0.2 } },
  skewed: { label: 'skewed', split: { kind: 'skewed', testFraction: 0.2, exponent: 1 } }
}

/** Fig. 12's rate with its smallest batch and one of 512 at the small scale; Fig. 4's at the paper's. */
const settings = {
  small: { learningRate: 0.01, batches: { small: 256, large: 512 }, maximumSteps: 5000, everySteps: 10, afterGeneralization: 0 },
  paper: { learningRate: 1e-3, batches: { small: 64, middle: 128, large: 512 }, maximumSteps: 100_000, everySteps: 50, afterGeneralization: null }
} as const

function cases(scale: StudyScale): Case[] {
  const { batches, ...choice } = settings[scale]
  return Object.entries(batches).flatMap(([batch, batchSize]) => Object.entries(splits).map(([key, { label, split }]): Case => ({
    key: `${key}-${batch}`, label: `${label}, batch ${batchSize}`, config: embeddingLayerConfig({ operation: 'add', batchSize, split, ...choice })
  })))
}

/** Paper 1, Fig. 4 and 8: which pairs are trained on matters, at the same number of them. */
export const splitsStudy: Study = {
  name: 'training-splits',
  title: 'How the training pairs are drawn',
  paper: papers.embeddingLayer,
  figure: 'Fig. 4 and 8',
  summary: 'Does the way in which training pairs are drawn decide whether and when a + b mod 97 generalizes? Uniform, random and skewed draws of the same size. The draws themselves are RECONSTRUCTIONS.',
  scaled: 'The settings of Fig. 12 (rate 0.01, batches of 256 and 512) instead of those of Fig. 4 (rate 0.001, batches of 64, 128 and 512), and at most 5,000 steps; a run ends once it has generalized. The comparison of the draws is the same, ten times as fast.',
  seeds: 2,
  runs: (scale, seeds) => withSeeds(cases(scale), seeds),
  facts: [
    {
      name: 'skewed-fails',
      statement: 'The skewed draw fits the training set and does not generalize: every run has 99 % training accuracy and a best test accuracy below 95 %, and below that of any run on a random draw.',
      source: '§5.1; Fig. 8', published: 'fits, and fails to generalize', keys: ['skewed-small', 'skewed-large', 'random-small', 'random-large'],
      judge: (results) => {
        const [skewed, random] = ['skewed', 'random'].map((draw) => results.filter(({ key }) => key.startsWith(draw)))
        const train = Math.min(...skewed.map((run) => best(run.series('train/accuracy'))))
        const [test, other] = [skewed.map(bestTestAccuracy), random.map(bestTestAccuracy)]
        return verdict(train >= 0.99 && Math.max(...test) < Math.min(0.95, ...other),
          `training at least ${sayShare(train)}, test ${test.map(sayShare).join(', ')}; random ${other.map(sayShare).join(', ')}`, 'best test accuracy of each run')
      }
    },
    {
      name: 'uniform-sooner',
      statement: 'In the smallest batches (64; 256 at the small scale) the uniform draw generalizes sooner than the random one (median steps to 95 %).',
      source: '§5.1; Fig. 4', published: 'uniform faster at small batches', keys: ['uniform-small', 'random-small'],
      judge: (results) => judgeSooner(results, 'uniform-small', 'random-small')
    },
    {
      name: 'gap-vanishes',
      statement: 'In batches of 512 the uniform draw has no advantage: its steps to 95 % are more than 0.9 of the random one’s.',
      source: '§5.1; Fig. 4', published: 'the gap vanishes; the figure has random at about 12,000 and uniform at about 20,000', keys: ['uniform-large', 'random-large'],
      judge: (results) => {
        const [uniform, random] = [median(stepsTo95(results, 'uniform-large')), median(stepsTo95(results, 'random-large'))]
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
