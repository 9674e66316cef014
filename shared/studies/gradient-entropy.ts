import { withSeeds, type Case } from './cases.ts'
import { entropies, methodCase } from './neuralgrok.ts'
import { papers } from './papers.ts'
import { best, between, mean, ofKey, say, stepsOfEach, valueAt, verdict } from './results.ts'
import type { RunResult, Study, StudyScale } from './study.ts'

const raw = 'gradient-entropy/raw'
const transformed = 'gradient-entropy/transformed'
const weights = 'weight-entropy/total'
const methods = ['standard', 'grokfast-ma', 'neuralgrok'] as const

// At the small scale these are the runs of the study of Table 1.
function cases(scale: StudyScale): Case[] {
  const [maximumSteps, afterGeneralization] = scale === 'small' ? [3000, 100] : [300_000, 2000]
  return methods.map((method) => methodCase(method, { task: 'add', maximumSteps, afterGeneralization, measures: entropies }))
}

const entropyOf = (run: RunResult) => run.series(run.key.endsWith('standard') ? raw : transformed)
const memorized = (run: RunResult) => stepsOfEach([run], 'train/accuracy', 0.99)[0]
const generalized = (run: RunResult) => stepsOfEach([run], 'test/accuracy', 0.95)[0]

/** NaN where one of them is: a run that does not generalize leaves nothing to compare. */
const meanOfAll = (values: readonly number[]): number => (values.every(Number.isFinite) ? mean(values) : NaN)

/** Paper 4, §4: the entropy of gradients and of weights. */
export const gradientEntropyStudy: Study = {
  name: 'gradient-entropy',
  title: 'Entropy of gradients and weights',
  paper: papers.neuralGrok,
  figure: 'Fig. 5 and 6',
  summary: 'How does the absolute gradient entropy (AGE) evolve through memorization and generalization, and is it lower with NeuralGrok? a + b mod 97; raw gradients, and those that the optimizer gets.',
  scaled: 'Runs end at 3,000 steps or 100 steps after 95 % test accuracy: both phases lie before. The runs are those of the study of Table 1. All other settings are the paper’s.',
  seeds: 1,
  runs: (scale, seeds) => withSeeds(cases(scale), seeds),
  facts: [
    {
      name: 'rises-then-falls',
      statement: 'AGE rises while a run memorizes and falls while it generalizes, in all three methods: its peak lies before generalization, and its value at generalization is below the peak.',
      source: '§4, Fig. 5', published: 'rises during memorization, falls during generalization',
      judge: (results) => {
        const rows = results.map((run) => {
          const { steps, values } = between(entropyOf(run), 0, generalized(run))
          const peak = Array.from(values).indexOf(best({ steps, values }))
          return { run, from: values[0], peak: values[peak], at: steps[peak], to: values[values.length - 1] }
        })
        const holds = rows.every(({ run, from, peak, at, to }) =>
          Number.isFinite(generalized(run)) && at < generalized(run) && peak > from && to < peak)
        return verdict(holds,
          rows.map(({ run, from, peak, at, to }) => `${run.label}: ${say(from)} → ${say(peak)} (step ${say(at)}) → ${say(to)}`).join('; '))
      }
    },
    {
      name: 'lower-age',
      statement: 'NeuralGrok’s AGE, of the gradients that the optimizer gets, is lower on average than that of standard training and of GrokFast-MA (from memorization to generalization).',
      source: '§4, Fig. 5', published: 'lower',
      judge: (results) => {
        const values = methods.map((method) => meanOfAll(ofKey(results, `add-${method}`).map((run) => {
          const phase = between(entropyOf(run), memorized(run), generalized(run))
          return Number.isFinite(generalized(run)) ? mean(Array.from(phase.values)) : NaN
        })))
        return verdict(values[2] < values[0] && values[2] < values[1], methods.map((method, i) => `${method} ${say(values[i])}`).join(', '))
      }
    },
    {
      name: 'lower-awe',
      statement: 'NeuralGrok’s absolute weight entropy (AWE) at generalization is lower than that of standard training and of GrokFast-MA.',
      source: '§4, Fig. 5', published: 'lower',
      judge: (results) => {
        const values = methods.map((method) => meanOfAll(ofKey(results, `add-${method}`).map((run) => Number.isFinite(generalized(run)) ? valueAt(run.series(weights), generalized(run)) : NaN)))
        return verdict(values[2] < values[0] && values[2] < values[1], methods.map((method, i) => `${method} ${say(values[i])}`).join(', '))
      }
    }
  ],
  plot: (results) => ({
    kind: 'curves', title: 'Entropy of gradients and weights', heightMillimetres: 110, runs: methods.flatMap((method) => ofKey(results, `add-${method}`).slice(0, 1).map(({ runId }) => runId)),
    panels: [
      { title: 'AGE, raw gradients', series: [raw] }, { title: 'AGE, what the optimizer gets', series: [transformed] },
      { title: 'AWE', series: [weights] }, { title: 'Accuracy', series: ['train/accuracy', 'test/accuracy'] }
    ]
  })
}
