import { beyondProgressConfig } from './configs.ts'
import { withSeeds, type Case } from './cases.ts'
import { papers } from './papers.ts'
import { bestTestAccuracy, first, last, ofKey, say, sayShare, verdict } from './results.ts'
import type { Study, StudyScale } from './study.ts'
import { medMeasure, medSeries } from './uniformity.ts'

function cases(scale: StudyScale): Case[] {
  const size = scale === 'small'
    ? { modulus: 59, width: 64, trainFraction: 0.4, maximumSteps: 15_000 }
    : { modulus: 97, trainFraction: 0.3, maximumSteps: 30_000 }
  return [
    {
      key: 'decay-only', label: 'decay alone',
      config: beyondProgressConfig({ ...size, measures: [medMeasure], interventions: [{ kind: 'decay-only' }], maximumSteps: scale === 'small' ? 4000 : 10_000 })
    },
    { key: 'full', label: 'loss and decay', config: beyondProgressConfig({ ...size, measures: [medMeasure], afterGeneralization: 1000 }) }
  ]
}

/** Paper 2, Theorem 3.8: the limit in which only the decay term acts. */
export const decayLimitStudy: Study = {
  name: 'decay-limit',
  title: 'The limit of weight decay alone',
  paper: papers.beyondProgress,
  figure: 'Theorem 3.8',
  summary: 'The decay term alone makes the embedding uniform: how far does that go without the loss, and does it generalize? The same run with the decay term alone, and with loss and decay.',
  scaled: 'p = 59, width 64, 40 % of the pairs, and fewer steps: the decay alone shrinks every weight by the same factor at each step, whatever the size.',
  seeds: 1,
  runs: (scale, seeds) => withSeeds(cases(scale), seeds),
  facts: [
    {
      name: 'uniform',
      statement: 'Under the decay term alone MED falls below any bound: at the end it is less than 5 % of its start.',
      source: 'Theorem 3.8', published: '(1/p) Σ ‖φ(i+1) − φ(i)‖ < δ once the decay term is small', keys: ['decay-only'],
      judge: (results) => {
        const ratios = results.map((run) => last(run.series(medSeries)) / first(run.series(medSeries)))
        return verdict(Math.max(...ratios) < 0.05, ratios.map(say).join(', '), 'MED at the end over MED at the start')
      }
    },
    {
      name: 'no-grokking',
      statement: 'Uniformity alone does not generalize: test accuracy stays below 10 % under the decay term alone.',
      source: 'Theorem 3.8, as a control', published: 'not reported', keys: ['decay-only'],
      judge: (results) => {
        const accuracies = results.map(bestTestAccuracy)
        return verdict(Math.max(...accuracies) < 0.1, accuracies.map(sayShare).join(', '))
      }
    },
    {
      name: 'loss-and-decay',
      statement: 'The same run with the loss does grok: test accuracy of at least 95 %.',
      source: '§6.1', published: 'groks', keys: ['full'],
      judge: (results) => {
        const accuracies = results.map(bestTestAccuracy)
        return verdict(Math.min(...accuracies) >= 0.95, accuracies.map(sayShare).join(', '))
      }
    }
  ],
  plot: (results) => ({
    kind: 'curves', title: 'Weight decay alone', xScale: 'logarithmic', runs: ['decay-only', 'full'].flatMap((key) => ofKey(results, key).slice(0, 1).map(({ runId }) => runId)),
    panels: [{ title: 'MED', series: [medSeries], yScale: 'logarithmic' }, { title: 'Accuracy', series: ['train/accuracy', 'test/accuracy'] }]
  })
}
