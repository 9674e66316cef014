import { casesPanel, withSeeds, type Case } from './cases.ts'
import { neuralGrokConfig } from './configs.ts'
import { papers } from './papers.ts'
import { bestTestAccuracy, between, least, median, say, sayShare, stepsOfEach, stepsTo95, verdict } from './results.ts'
import type { RunResult, Study, StudyScale } from './study.ts'

const norms = [0.01, 0.5, 1, 2] as const
const afterwards = 600

function cases(scale: StudyScale): Case[] {
  const choice = { task: 'add', maximumSteps: scale === 'small' ? 3000 : 20_000, afterGeneralization: scale === 'small' ? afterwards : null } as const
  return [
    { key: 'standard', label: 'Standard', config: neuralGrokConfig({ ...choice, interventions: [] }) },
    ...norms.map((norm): Case => ({
      key: `norm-${norm}`, label: `normalized to ${norm}`,
      config: neuralGrokConfig({ ...choice, interventions: [{ kind: 'gradient-normalization', norm }], ...(scale === 'small' && norm === 0.01 ? { maximumSteps: 1200 } : {}) })
    }))
  ]
}

const steps = (results: readonly RunResult[], key: string) => median(stepsTo95(results, key))

/** Lowest test accuracy in the steps right after 95 % was first reached; NaN where it never was. */
function lowestAfter(run: RunResult): number {
  const [from] = stepsOfEach([run], 'test/accuracy', 0.95)
  return Number.isFinite(from) ? least(between(run.series('test/accuracy'), from, from + afterwards)) : NaN
}

/** Paper 4, §3.2: what normalizing the gradient does by itself. */
export const normalizationStudy: Study = {
  name: 'gradient-normalization',
  title: 'Normalizing the gradient alone',
  paper: papers.neuralGrok,
  figure: '§3.2 and App., normalization',
  summary: 'What does scaling the gradient to a norm c do, without an amplifier? a + b mod 97: stability after grokking and steps to 95 % by c.',
  scaled: 'A run ends 600 steps after 95 % or at 3,000 steps (c = 0.01 at 1,200). All other settings are the paper’s.',
  seeds: 1,
  runs: (scale, seeds) => withSeeds(cases(scale), seeds),
  facts: [
    {
      name: 'standard-is-unstable',
      statement: 'Standard training is unstable after grokking: within 600 steps of 95 % test accuracy falls below 60 %.',
      source: '§3.2', published: 'bounces between about 100 % and below 5 %', keys: ['standard'],
      judge: (results) => {
        const values = results.map(lowestAfter)
        return verdict(values.some((value) => value < 0.6), values.map(sayShare).join(', '), 'lowest test accuracy')
      }
    },
    {
      name: 'normalization-is-stable',
      statement: 'Normalized to 0.5, 1 or 2 it stays above 80 % over the same steps.',
      source: '§3.2', published: 'stabilized', keys: ['norm-0.5', 'norm-1', 'norm-2'],
      judge: (results) => {
        const values = results.map(lowestAfter)
        return verdict(values.every((value) => value > 0.8), results.map((run, i) => `${run.label}: ${sayShare(values[i])}`).join(', '), 'lowest test accuracy')
      }
    },
    {
      name: 'half-is-fastest',
      statement: 'c = 0.5 is the fastest of 0.5, 1 and 2.',
      source: '§3.2', published: 'c = 0.5', keys: ['norm-0.5', 'norm-1', 'norm-2'],
      judge: (results) => {
        const [half, one, two] = [0.5, 1, 2].map((norm) => steps(results, `norm-${norm}`))
        return verdict(half < one && half < two, `0.5: ${say(half)}, 1: ${say(one)}, 2: ${say(two)}`, 'steps to 95 %')
      }
    },
    {
      name: 'small-norm-collapses',
      statement: 'c = 0.01 collapses: best test accuracy below 50 %.',
      source: '§3.2', published: 'collapses', keys: ['norm-0.01'],
      judge: (results) => {
        const values = results.map(bestTestAccuracy)
        return verdict(Math.max(...values) < 0.5, values.map(sayShare).join(', '))
      }
    }
  ],
  plot: (results) => ({
    kind: 'points', title: 'Normalizing the gradient alone',
    panels: [
      casesPanel(results, { title: 'Steps to 95 % test accuracy', yTitle: 'steps' }, (run) => stepsOfEach([run], 'test/accuracy', 0.95)[0]),
      casesPanel(results, { title: 'Lowest test accuracy afterwards', yTitle: 'accuracy' }, lowestAfter)
    ]
  })
}
