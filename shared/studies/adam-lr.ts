import type { embeddingLayerOperations } from '../config/papers/embedding-layer.ts'
import { casesPanel, withSeeds, type Case } from './cases.ts'
import { embeddingLayerConfig } from './configs.ts'
import { papers } from './papers.ts'
import { judgeSooner, median, say, sayRange, stepsOfEach, stepsTo95, verdict } from './results.ts'
import type { Study, StudyScale } from './study.ts'

const operationNames = { add: 'a + b', divide: 'a ÷ b', multiply: 'a × b', squares: 'a² + b²' } as const
type Operation = keyof typeof embeddingLayerOperations

function cases(scale: StudyScale): Case[] {
  const operations: Operation[] = scale === 'small' ? ['add'] : ['add', 'divide', 'multiply', 'squares']
  return operations.flatMap((operation) => [1, 10].map((ratio): Case => ({
    key: `${operation}-c${ratio}`, label: `${operationNames[operation]}, ${ratio === 1 ? 'Adam' : 'Adam-LR'}`,
    config: embeddingLayerConfig({
      operation, ratio, learningRate: 0.01, batchSize: 512, maximumSteps: scale === 'small' ? 4000 : 10_000, afterGeneralization: scale === 'small' ? 0 : null
    })
  })))
}

/** Paper 1, Fig. 6: an embedding that learns ten times as fast. */
export const adamLrStudy: Study = {
  name: 'adam-lr',
  title: 'Adam-LR against Adam',
  paper: papers.embeddingLayer,
  figure: 'Fig. 6',
  summary: 'Does an embedding that learns ten times as fast as the other weights (c = 10) generalize sooner? MLP with embedding, mod 97, rate 0.01, batch 512, Adam with coupled decay 0.001.',
  scaled: 'Addition only, of the four operations, and at most 4,000 steps; a run ends once it has 99 % test accuracy. All other settings are the paper’s.',
  // About one run in four at c = 10 loses its hidden units within a hundred steps and stays at chance, in PyTorch too.
  seeds: 5,
  runs: (scale, seeds) => withSeeds(cases(scale), seeds),
  facts: [
    {
      name: 'sooner',
      statement: 'Adam-LR with c = 10 reaches 95 % test accuracy on a + b in fewer steps than Adam (median over seeds).',
      source: 'Fig. 6; §5.2', published: 'about 700 against 1,500 steps (read off the figure)', keys: ['add-c1', 'add-c10'],
      judge: (results) => judgeSooner(results, 'add-c10', 'add-c1')
    },
    {
      name: 'factor',
      statement: 'The gain is about twofold: the ratio of median steps to 95 % lies between 1.2 and 3.',
      source: 'Fig. 6', published: 'about 2.1 (read off the figure)', keys: ['add-c1', 'add-c10'],
      judge: (results) => {
        const ratio = median(stepsTo95(results, 'add-c1')) / median(stepsTo95(results, 'add-c10'))
        return verdict(ratio >= 1.2 && ratio <= 3, say(ratio))
      }
    },
    {
      name: 'baseline',
      statement: 'Adam alone reaches 99 % test accuracy on a + b between 1,000 and 2,500 steps (median over seeds).',
      source: 'Fig. 6', published: 'about 1,500 (read off the figure)', keys: ['add-c1'],
      judge: (results) => {
        const steps = stepsOfEach(results, 'test/accuracy', 0.99)
        return verdict(median(steps) >= 1000 && median(steps) <= 2500, sayRange(steps))
      }
    },
    {
      name: 'all-operations',
      statement: 'Adam-LR is sooner than Adam on each of the four operations (median steps to 95 %).',
      source: 'Fig. 6', published: 'on all four', only: 'paper',
      judge: (results) => {
        const rows = (Object.keys(operationNames) as Operation[]).map((operation) => ({
          operation, ratio: median(stepsTo95(results, `${operation}-c1`)) / median(stepsTo95(results, `${operation}-c10`))
        }))
        return verdict(rows.every(({ ratio }) => ratio > 1), rows.map(({ operation, ratio }) => `${operationNames[operation]} ${say(ratio)}`).join(', '), 'Adam’s steps over Adam-LR’s')
      }
    }
  ],
  plot: (results) => ({
    kind: 'points', title: 'Adam-LR against Adam',
    panels: [
      casesPanel(results, { title: 'Steps to 95 % test accuracy', yTitle: 'steps', yScale: 'logarithmic' }, (run) => stepsOfEach([run], 'test/accuracy', 0.95)[0]),
      casesPanel(results, { title: 'Steps to 99 % test accuracy', yTitle: 'steps', yScale: 'logarithmic' }, (run) => stepsOfEach([run], 'test/accuracy', 0.99)[0])
    ]
  })
}
