import { casesPanel, withSeeds, type Case } from './cases.ts'
import { neuralGrokConfig } from './configs.ts'
import { papers } from './papers.ts'
import { median, say, sayRange, stepsOfEach, stepsTo95, verdict } from './results.ts'
import type { RunResult, Study, StudyScale } from './study.ts'

const ema = { kind: 'grokfast-ema', alpha: 0.98, lambda: 2 } as const
const movingAverage = { kind: 'grokfast-ma', window: 100, lambda: 5 } as const

/** The authors' settings, and the controls: the same decay alone, and the learning rate that the filter amounts to, (1 + λ) times as high. */
const variants = {
  'baseline': { label: 'Adam, no decay', weightDecay: 0, learningRate: 1e-3, interventions: [] },
  'ema': { label: 'Grokfast-EMA', weightDecay: 5e-3, learningRate: 1e-3, interventions: [ema] },
  'ma': { label: 'Grokfast-MA', weightDecay: 1e-2, learningRate: 1e-3, interventions: [movingAverage] },
  'ema-decay': { label: 'decay 0.005 alone', weightDecay: 5e-3, learningRate: 1e-3, interventions: [] },
  'ma-decay': { label: 'decay 0.01 alone', weightDecay: 1e-2, learningRate: 1e-3, interventions: [] },
  'ema-rate': { label: 'decay 0.005, rate × 3', weightDecay: 5e-3, learningRate: 3e-3, interventions: [] }
} as const

function cases(scale: StudyScale): Case[] {
  return Object.entries(variants).map(([key, { label, weightDecay, learningRate, interventions }]): Case => {
    const config = neuralGrokConfig({
      task: 'multiply', layers: scale === 'small' ? 1 : 2, interventions: [...interventions], weightDecay,
      maximumSteps: scale === 'small' ? 4000 : 100_000, afterGeneralization: scale === 'small' ? 0 : 1000
    })
    return { key, label, config: { ...config, optimizer: { ...config.optimizer, learningRate }, measures: ['loss-and-accuracy'] } }
  })
}

function compare(results: readonly RunResult[], own: keyof typeof variants, other: keyof typeof variants, factor: number) {
  const [mine, others] = [stepsTo95(results, own), stepsTo95(results, other)]
  return verdict(Number.isFinite(median(mine)) && median(others) >= factor * median(mine), `${sayRange(mine)} against ${sayRange(others)}`, 'steps to 95 %')
}

/** Lee et al. 2024: amplified slow gradients, with the control that belongs beside them. */
export const grokfastStudy: Study = {
  name: 'grokfast',
  title: 'Grokfast, with the matched learning rate',
  paper: papers.grokfast,
  figure: 'Fig. 1 and the table of § 3',
  summary: 'How much sooner does Grokfast generalize on x · y mod 97, and how much of that is its weight decay, or the learning rate that the filter amounts to?',
  scaled: 'One layer instead of two, and at most 4,000 steps instead of 100,000; a run ends once it has 95 % test accuracy. A baseline that has not generalized by then is at least as slow as that.',
  seeds: 1,
  runs: (scale, seeds) => withSeeds(cases(scale), seeds),
  facts: [
    {
      name: 'ema-is-faster',
      statement: 'Grokfast-EMA needs at most a quarter of the steps of the baseline without decay.',
      source: 'the authors’ code and table', published: '39,890 → 910 iterations to 95 %', keys: ['baseline', 'ema'],
      judge: (results) => compare(results, 'ema', 'baseline', 4)
    },
    {
      name: 'ma-is-faster',
      statement: 'Grokfast-MA needs at most a quarter of the steps of the baseline without decay.',
      source: 'the authors’ code and table', published: '39,890 → 790 iterations to 95 %', keys: ['baseline', 'ma'],
      judge: (results) => compare(results, 'ma', 'baseline', 4)
    },
    {
      name: 'more-than-decay',
      statement: 'Control: each filter needs fewer steps than its weight decay alone.',
      source: 'control; the paper’s baseline has no decay', published: 'not reported', keys: ['ema', 'ema-decay', 'ma', 'ma-decay'],
      judge: (results) => {
        const [own, decay, average, averageDecay] = (['ema', 'ema-decay', 'ma', 'ma-decay'] as const).map((key) => median(stepsTo95(results, key)))
        return verdict(own < decay && average < averageDecay, `EMA ${say(own)} against ${say(decay)}, MA ${say(average)} against ${say(averageDecay)}`, 'steps to 95 %')
      }
    },
    {
      name: 'more-than-rate',
      statement: 'Control: Grokfast-EMA needs fewer steps than the same decay at three times the learning rate, which 1 + λ amounts to.',
      source: 'control; lucidrains/grokfast-pytorch, issue 1', published: 'not reported', keys: ['ema', 'ema-rate'],
      judge: (results) => compare(results, 'ema', 'ema-rate', 1.0001)
    }
  ],
  plot: (results) => ({
    kind: 'points', title: 'Grokfast and its controls',
    panels: [casesPanel(results, { title: 'Steps to 95 % test accuracy', yTitle: 'steps', yScale: 'logarithmic' }, (run) => stepsOfEach([run], 'test/accuracy', 0.95)[0])]
  })
}
