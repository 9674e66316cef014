import { casesPanel, withSeeds, type Case } from './cases.ts'
import { embeddingLayerConfig } from './configs.ts'
import { papers } from './papers.ts'
import { judgeSooner, stepsOfEach } from './results.ts'
import type { Study, StudyScale } from './study.ts'

const starts = [
  { key: 'usual', label: 'usual', choice: {} },
  { key: 'small', label: 'a tenth', choice: { embeddingScale: 0.1 } },
  { key: 'frozen', label: 'frozen', choice: { embeddingTrained: false } }
] as const

function cases(scale: StudyScale): Case[] {
  const length = scale === 'small' ? { maximumSteps: 6000, afterGeneralization: 0 } : { maximumSteps: 30_000 }
  return starts.map(({ key, label, choice }) => ({
    key, label, config: embeddingLayerConfig({ ...choice, ...length, operation: 'add', learningRate: 0.01, batchSize: 512 })
  }))
}

/** Paper 1, §4.3: the embedding's start, and what an embedding does that does not learn. */
export const initialEmbeddingStudy: Study = {
  name: 'initial-embedding',
  title: 'Small and frozen embeddings',
  paper: papers.embeddingLayer,
  figure: '§4.3',
  summary: 'Does a small initial embedding speed generalization, and does one that is not trained slow it? a + b mod 97, rate 0.01, batch 512. The paper shows no curves: the factor 0.1 and these settings are a RECONSTRUCTION.',
  scaled: 'At most 6,000 steps, and a run ends once it has 99 % test accuracy. All other settings are those of the paper scale.',
  seeds: 3,
  runs: (scale, seeds) => withSeeds(cases(scale), seeds),
  facts: [
    {
      name: 'small-is-sooner',
      statement: 'An embedding that starts a tenth as large reaches 95 % test accuracy in fewer steps than one that starts as usual (median over seeds).',
      source: '§4.3', published: 'small initial embeddings speed convergence', keys: ['usual', 'small'],
      judge: (results) => judgeSooner(results, 'small', 'usual')
    },
    {
      name: 'frozen-is-later',
      statement: 'A frozen embedding takes more steps to 95 % test accuracy than a trained one, or never reaches it (median over seeds).',
      source: '§4.3', published: 'frozen embeddings converge slowly', keys: ['usual', 'frozen'],
      judge: (results) => judgeSooner(results, 'usual', 'frozen')
    }
  ],
  plot: (results) => ({
    kind: 'points', title: 'Small and frozen embeddings',
    panels: [
      casesPanel(results, { title: 'Steps to 95 % training accuracy', yTitle: 'steps', yScale: 'logarithmic' }, (run) => stepsOfEach([run], 'train/accuracy', 0.95)[0]),
      casesPanel(results, { title: 'Steps to 95 % test accuracy', yTitle: 'steps', yScale: 'logarithmic' }, (run) => stepsOfEach([run], 'test/accuracy', 0.95)[0])
    ]
  })
}
