import { median, ofKey, say, stepsOfEach, verdict } from '../../../shared/studies/results.ts'
import type { Study } from '../../../shared/studies/study.ts'

const keys = [{ key: 'slow', steps: 40 }, { key: 'fast', steps: 60 }] as const

/** A study that trains in an instant: two kinds of run of a tiny model, with facts of each verdict. */
export const quickStudy: Study = {
  name: 'quick-study', title: 'A quick study', paper: 'No paper', figure: 'Fig. 0', summary: 'Whether a tiny model fits.', scaled: 'The modulus.', seeds: 2,
  runs: (scale, seeds) => Array.from({ length: seeds }, (_, seed) => keys.map(({ key, steps }) => ({
    key, label: key, seed,
    config: {
      task: { kind: 'modular' as const, modulus: scale === 'small' ? 11 : 13, trainFraction: 0.6 }, model: { kind: 'quadratic-mlp' as const, hiddenWidth: 40 },
      loss: { kind: 'mean-squared-error' as const }, optimizer: { kind: 'adamw' as const, learningRate: 0.01, weightDecay: 1 },
      seed, measures: ['loss-and-accuracy' as const], schedule: { measure: { kind: 'every' as const, steps: 1 } }, stop: { maximumSteps: steps }
    }
  }))).flat(),
  facts: [
    {
      name: 'reaches', statement: 'The slow runs reach a test accuracy of 1.', source: 'Fig. 0', published: '30 steps', keys: ['slow'],
      judge: (results) => {
        const steps = stepsOfEach(results, 'test/accuracy', 1)
        return verdict(steps.every(Number.isFinite), say(median(steps)))
      }
    },
    {
      name: 'faster', statement: 'The fast runs are faster.', source: 'Fig. 0', published: 'half as many',
      judge: (results) => {
        const [slow, fast] = ['slow', 'fast'].map((key) => median(stepsOfEach(ofKey(results, key), 'test/accuracy', 1)))
        return verdict(fast < slow, `${say(slow)} and ${say(fast)}`)
      }
    },
    {
      name: 'unmeasured', statement: 'What is not measured is not judged.', source: 'Fig. 0', published: 'nothing',
      judge: ([first]) => verdict(first.series('none/such').steps.length > 0, 'something')
    }
  ],
  plot: (results) => ({
    kind: 'points', panels: [{
      title: 'Steps', yTitle: 'steps to a test accuracy of 1', categories: ['slow', 'fast'],
      groups: [{
        name: 'runs', line: false,
        points: ['slow', 'fast'].map((key, x) => {
          const steps = median(stepsOfEach(ofKey(results, key), 'test/accuracy', 1))
          return { x, y: Number.isFinite(steps) ? steps : null }
        })
      }]
    }]
  })
}
