import { withSeeds, type Case } from './cases.ts'
import { embeddingLayerConfig } from './configs.ts'
import { papers } from './papers.ts'
import { best, bestTestAccuracy, between, correlation, first, last, least, median, ofKey, sampledAt, say, sayRange, sayShare, stepsTo, verdict } from './results.ts'
import type { RunResult, Study, StudyScale } from './study.ts'

const hessian = { embedding: 'hessian-eigenvalue/embedding', weights: 'hessian-eigenvalue/first-weights' } as const
const rank = { embedding: 'rank/embedding', weights: 'rank/first-weights', product: 'rank/product' } as const

/** The three runs of Fig. 10; Fig. 9 shows the first two. */
const variants = {
  'adam': { label: 'Adam, decay 0.001', ratio: 1, weightDecay: 1e-3 },
  'adam-lr': { label: 'Adam-LR, decay 0.001', ratio: 10, weightDecay: 1e-3 },
  'adam-decay': { label: 'Adam, decay 0.005', ratio: 1, weightDecay: 5e-3 }
} as const

function cases(scale: StudyScale): Case[] {
  return Object.entries(variants).map(([key, { label, ratio, weightDecay }]): Case => {
    const config = embeddingLayerConfig({ operation: 'add', learningRate: 0.01, batchSize: 512, ratio, weightDecay, maximumSteps: scale === 'small' ? 2500 : 10_000 })
    return {
      key, label,
      config: {
        ...config, measures: ['loss-and-accuracy', 'hessian-eigenvalues', 'ranks'],
        schedule: { ...config.schedule, checkpoint: { kind: 'every', steps: scale === 'small' ? 125 : 100 } }
      }
    }
  })
}

const largest = (run: RunResult, series: string) => best(run.series(series))
const sayBoth = (runs: readonly RunResult[]) =>
  `E ${sayRange(runs.map((run) => largest(run, hessian.embedding)))}, W ${sayRange(runs.map((run) => largest(run, hessian.weights)))}`

/** Ratio of the eigenvalues of W and E, over the checkpoints after the first. */
function spread(run: RunResult): number {
  const [weights, embedding] = [hessian.weights, hessian.embedding].map((name) => between(run.series(name), 1))
  return median(Array.from(weights.values, (value, i) => value / embedding.values[i]))
}

/** Paper 1, Fig. 9 and 10: curvature and rank of the embedding and of the first weights. */
export const hessianStudy: Study = {
  name: 'hessian-and-rank',
  title: 'Curvature and rank of E and W',
  paper: papers.embeddingLayer,
  figure: 'Fig. 9 and 10',
  summary: 'How do the top Hessian eigenvalue and the rank of the embedding E and of the first weights W evolve, with Adam, Adam-LR (c = 10) and a stronger decay? a + b mod 97, rate 0.01, batch 512; heavy measures on checkpoints.',
  scaled: 'At most 2,500 steps with a checkpoint every 125, instead of 10,000 with one every 100: the runs generalize well before. All other settings are the paper’s.',
  seeds: 1,
  runs: (scale, seeds) => withSeeds(cases(scale), seeds),
  facts: [
    {
      name: 'sharper-in-weights',
      statement: 'With Adam the loss is far sharper in W than in E: the largest eigenvalue over training is at least three times as large.',
      source: 'Fig. 9', published: 'about 3.5 in W, about 0.13 in E (read off the figure)', keys: ['adam'],
      judge: (results) => verdict(results.every((run) => largest(run, hessian.weights) >= 3 * largest(run, hessian.embedding)), sayBoth(results))
    },
    {
      name: 'adam-lr-evens-out',
      statement: 'With Adam-LR the eigenvalue of W comes nearer to that of E than with Adam (median ratio over checkpoints).',
      source: 'Fig. 9', published: 'W’s value falls toward E’s', keys: ['adam', 'adam-lr'],
      judge: (results) => {
        const [adam, adamLr] = ['adam', 'adam-lr'].map((key) => median(ofKey(results, key).map(spread)))
        return verdict(adamLr < adam, `ratio ${say(adamLr)} with Adam-LR, ${say(adam)} with Adam`)
      }
    },
    {
      name: 'test-follows-embedding',
      statement: 'With Adam test accuracy rises as the eigenvalue of E falls: their correlation after memorization is below −0.3.',
      source: 'Fig. 9', published: 'validation accuracy rises as E’s eigenvalue falls', keys: ['adam'],
      judge: (results) => {
        const values = results.map((run) => {
          const eigenvalues = run.series(hessian.embedding)
          return correlation(eigenvalues, sampledAt(run.series('test/accuracy'), eigenvalues.steps), stepsTo(run.series('train/accuracy'), 0.99) ?? 0)
        })
        return verdict(values.every((value) => value < -0.3), sayRange(values), 'correlation')
      }
    },
    {
      name: 'rank-of-embedding-stays',
      statement: 'With Adam the rank of E stays nearly full: at least 90 of 99 at every checkpoint.',
      source: 'Fig. 10', published: 'about 99 throughout (read off the figure)', keys: ['adam'],
      judge: (results) => {
        const lowest = results.map((run) => least(run.series(rank.embedding)))
        return verdict(Math.min(...lowest) >= 90, sayRange(lowest), 'lowest rank')
      }
    },
    {
      name: 'rank-of-weights-drops',
      statement: 'With Adam the rank of W drops during training: at the end it is below 0.9 of its start.',
      source: 'Fig. 10', published: 'drops early, plateaus, drops again at grokking', keys: ['adam'],
      judge: (results) => {
        const shares = results.map((run) => last(run.series(rank.weights)) / first(run.series(rank.weights)))
        return verdict(Math.max(...shares) < 0.9, sayRange(shares), 'rank at the end over rank at the start')
      }
    },
    {
      name: 'strong-decay-fails',
      statement: 'A decay of 0.005 makes the run fail: the rank of E falls below 60 and test accuracy stays below 95 %.',
      source: 'Fig. 10', published: 'rank from 99 to about 20; training accuracy peaks at about 0.47 and collapses (read off the figure)', keys: ['adam-decay'],
      judge: (results) => {
        const [ranks, tests] = [results.map((run) => last(run.series(rank.embedding))), results.map(bestTestAccuracy)]
        return verdict(Math.max(...ranks) < 60 && Math.max(...tests) < 0.95, `rank ${sayRange(ranks)}, test ${tests.map(sayShare).join(', ')}`)
      }
    }
  ],
  plot: (results) => ({
    kind: 'curves', title: 'Curvature and rank', heightMillimetres: 120, marks: false,
    runs: Object.keys(variants).flatMap((key) => ofKey(results, key).slice(0, 1).map(({ runId }) => runId)),
    panels: [
      { title: 'Top eigenvalue, E', series: [hessian.embedding], yScale: 'logarithmic' }, { title: 'Top eigenvalue, W', series: [hessian.weights], yScale: 'logarithmic' },
      { title: 'Rank of E', series: [rank.embedding] }, { title: 'Rank of W', series: [rank.weights] }, { title: 'Accuracy', series: ['train/accuracy', 'test/accuracy'] }
    ]
  })
}
