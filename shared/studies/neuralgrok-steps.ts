import { neuralGrokMethods, neuralGrokTasks, type NeuralGrokMethod, type NeuralGrokTask } from '../config/papers/neuralgrok.ts'
import { casesPanel, withSeeds, type Case } from './cases.ts'
import { entropies, methodCase } from './neuralgrok.ts'
import { papers } from './papers.ts'
import { median, neverThere, say, sayRange, stepsOfEach, stepsTo95, verdict } from './results.ts'
import type { Fact, RunResult, Study, StudyScale } from './study.ts'

const methods = Object.keys(neuralGrokMethods) as NeuralGrokMethod[]
const tasks = Object.keys(neuralGrokTasks) as NeuralGrokTask[]

/** Table 1: steps to 95 % test accuracy. */
const published: Record<NeuralGrokTask, [standard: number, movingAverage: number, exponential: number, neuralGrok: number]> = {
  'add': [1650, 1780, 1820, 900], 'subtract': [4330, 2990, 1340, 1467], 'multiply': [1280, 1150, 1400, 918], 'square-subtract': [4820, 3830, 2730, 1845], 'product-sum': [Infinity, 8853, Infinity, 1896]
}

function cases(scale: StudyScale): Case[] {
  if (scale === 'small') {
    return methods.map((method) => methodCase(method, { task: 'add', maximumSteps: 3000, afterGeneralization: 100, measures: entropies }))
  }
  return tasks.flatMap((task) => methods.map((method) =>
    methodCase(method, { task, maximumSteps: 300_000, afterGeneralization: 2000, measures: entropies })))
}

const steps = (results: readonly RunResult[], method: NeuralGrokMethod, task: NeuralGrokTask = 'add') =>
  stepsTo95(results, `${task}-${method}`)
const pair = (a: NeuralGrokMethod, b: NeuralGrokMethod) => [`add-${a}`, `add-${b}`]

/** That NeuralGrok takes at most nine tenths of the steps of a control on a + b. */
function tenthFasterThan(control: NeuralGrokMethod, words: Pick<Fact, 'name' | 'statement' | 'source' | 'published'>): Fact {
  return {
    ...words, keys: pair('neuralgrok', control),
    judge: (results) => {
      const [neuralGrok, other] = [steps(results, 'neuralgrok'), steps(results, control)]
      return neverThere(neuralGrok, other) ?? verdict(median(neuralGrok) <= 0.9 * median(other), `${sayRange(neuralGrok)} with, ${sayRange(other)} without the amplifier`)
    }
  }
}

/** Paper 4, Table 1: steps to generalize by method. */
export const neuralGrokStudy: Study = {
  name: 'neuralgrok-steps',
  title: 'NeuralGrok against its baselines',
  paper: papers.neuralGrok,
  figure: 'Table 1',
  summary: 'How many steps to 95 % test accuracy does each method need: standard training, GrokFast, NeuralGrok — and, as controls, normalizing the gradient without an amplifier, as a whole and tensor by tensor?',
  scaled: 'a + b alone, of the five tasks, and at most 3,000 steps; a run ends 100 steps after 95 %. All other settings are the paper’s; GrokFast-EMA has the decay of its figures’ names, 0.005 (RECONSTRUCTION).',
  seeds: 1,
  runs: (scale, seeds) => withSeeds(cases(scale), seeds),
  facts: [
    {
      name: 'faster-than-standard',
      statement: 'On a + b NeuralGrok needs fewer steps than standard training: the ratio of medians lies between 1.3 and 2.5.',
      source: 'Table 1', published: '1,650 against 900 steps, 1.83', keys: pair('standard', 'neuralgrok'),
      judge: (results) => {
        const [standard, neuralGrok] = [steps(results, 'standard'), steps(results, 'neuralgrok')]
        const ratio = median(standard) / median(neuralGrok)
        return verdict(ratio >= 1.3 && ratio <= 2.5, `${sayRange(standard)} against ${sayRange(neuralGrok)}, ${say(ratio)}`)
      }
    },
    {
      name: 'absolute',
      statement: 'On a + b NeuralGrok needs 700 to 1,300 steps, standard training 1,200 to 2,500 (medians).',
      source: 'Table 1', published: '900 and 1,650', keys: pair('standard', 'neuralgrok'),
      judge: (results) => {
        const [standard, neuralGrok] = [median(steps(results, 'standard')), median(steps(results, 'neuralgrok'))]
        return verdict(neuralGrok >= 700 && neuralGrok <= 1300 && standard >= 1200 && standard <= 2500, `${say(neuralGrok)} and ${say(standard)}`)
      }
    },
    {
      name: 'faster-than-grokfast',
      statement: 'On a + b NeuralGrok needs fewer steps than both variants of GrokFast.',
      source: 'Table 1', published: '900 against 1,780 and 1,820', keys: ['neuralgrok', 'grokfast-ma', 'grokfast-ema'].map((method) => `add-${method}`),
      judge: (results) => {
        const [own, movingAverage, exponential] = (['neuralgrok', 'grokfast-ma', 'grokfast-ema'] as const).map((method) => median(steps(results, method)))
        return verdict(own < movingAverage && own < exponential, `${say(own)} against ${say(movingAverage)} and ${say(exponential)}`)
      }
    },
    tenthFasterThan('normalization', {
      name: 'amplifier-needed',
      statement: 'The amplifier, not the norm that it sets, makes the difference: NeuralGrok is at least a tenth faster than normalization alone.',
      source: '§3.2, as a control', published: 'implied; no number is given for normalization alone (880 steps, against 1,026 with the amplifier, in an independent run)'
    }),
    tenthFasterThan('tensor-normalization', {
      name: 'weighting-needed',
      statement: 'What the amplifier learns makes the difference: NeuralGrok is at least a tenth faster than the same norm of each tensor with equal weights.',
      source: 'eq. 2, as a control', published: 'not reported'
    }),
    {
      name: 'every-task',
      statement: 'NeuralGrok needs fewer steps than standard training on each of the five tasks.',
      source: 'Table 1', published: tasks.map((task) => `${neuralGrokTasks[task].formula}: ${say(published[task][0])} → ${say(published[task][3])}`).join(', '), only: 'paper',
      judge: (results) => {
        const rows = tasks.map((task) => ({ task, standard: median(steps(results, 'standard', task)), own: median(steps(results, 'neuralgrok', task)) }))
        return verdict(rows.every(({ standard, own }) => own < standard), rows.map(({ task, standard, own }) => `${neuralGrokTasks[task].formula}: ${say(standard)} → ${say(own)}`).join(', '))
      }
    }
  ],
  plot: (results) => ({
    kind: 'points', title: 'Steps to 95 % test accuracy',
    panels: [casesPanel(results, { title: 'Steps to 95 % test accuracy', yTitle: 'steps', yScale: 'logarithmic' }, (run) => stepsOfEach([run], 'test/accuracy', 0.95)[0])]
  })
}
