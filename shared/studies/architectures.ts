import type { RunConfigInput } from '../config/schema.ts'
import { simplifiedTransformer, smallLstm, standardTransformer } from '../config/papers/exploring.ts'
import { withSeeds, type Case } from './cases.ts'
import { exploringConfig } from './configs.ts'
import { papers } from './papers.ts'
import { best, median, ofKey, say, sayRange, sayShare, stepsOfEach, verdict } from './results.ts'
import type { RunResult, Study, StudyScale } from './study.ts'

const mlp = { hiddenLayers: 2, hiddenWidth: 512, activation: 'relu', initialization: 'torch' } as const
const models: Record<string, { label: string; model: RunConfigInput['model'] }> = {
  lstm: { label: 'LSTM, 20 units', model: smallLstm },
  'mlp-numbers': { label: 'MLP on token numbers', model: { kind: 'mlp-numbers', ...mlp } },
  'mlp-one-hot': { label: 'MLP on one-hot tokens', model: { kind: 'mlp-one-hot', ...mlp } }
}

const smallSteps: Record<string, number> = { 'lstm': 20_000, 'mlp-numbers': 10_000, 'mlp-one-hot': 2000 }

function cases(scale: StudyScale): Case[] {
  const common = { modulus: scale === 'small' ? 67 : 97, trainFraction: scale === 'small' ? 0.4 : 0.5, maximumSteps: 20_000, afterGeneralization: 0 }
  const transformer = scale === 'small' ? { ...simplifiedTransformer, width: 64, mlpWidth: 256 } : standardTransformer
  const encoding = scale === 'small' ? 'simplified' : 'standard'
  return [
    { key: 'transformer', label: 'Transformer', config: exploringConfig({ ...common, model: transformer, encoding }) },
    ...Object.entries(models).map(([key, { label, model }]): Case => ({
      key, label,
      config: exploringConfig({
        ...common, model, encoding: key === 'lstm' ? 'standard' : encoding, maximumSteps: scale === 'small' ? smallSteps[key] : 20_000
      })
    }))
  ]
}

const [trainName, testName] = ['train/accuracy', 'test/accuracy']
const delays = (runs: readonly RunResult[]) => {
  const [train, test] = [stepsOfEach(runs, trainName, 0.99), stepsOfEach(runs, testName, 0.99)]
  return { train, test, grokked: runs.map((_, i) => Number.isFinite(test[i]) && test[i] - train[i] >= 1000) }
}
const sayBest = (runs: readonly RunResult[], series: string) => sayShare(median(runs.map((run) => best(run.series(series)))))

/** Paper 3: which architectures grok. */
export const architecturesStudy: Study = {
  name: 'architectures',
  title: 'Transformer, LSTM and MLP',
  paper: papers.exploring,
  figure: 'the comparison of architectures',
  summary: 'Which models grok x + y? A transformer, an LSTM with 20 units and an MLP with 2 × 512 units, all with AdamW and decay 1. What the MLP reads is a RECONSTRUCTION: token numbers, and one-hot tokens as a control.',
  scaled: 'p = 67, 40 % of the pairs, the simplified transformer of width 64, 10,000 steps of the MLP on numbers and 2,000 of the one on one-hot tokens, instead of p = 97, 50 %, the two-layer transformer and 20,000 steps. The kind of model stays what is compared.',
  seeds: 1,
  runs: (scale, seeds) => withSeeds(cases(scale), seeds),
  facts: [
    {
      name: 'transformer-groks',
      statement: 'The transformer groks: 99 % test accuracy at least 1,000 steps after 99 % training accuracy.',
      source: 'Transformer', published: 'a clear gap; generalization at about 6,000 epochs', keys: ['transformer'],
      judge: (results) => {
        const { train, test, grokked } = delays(results)
        return verdict(grokked.every(Boolean), `training ${sayRange(train)}, test ${sayRange(test)}`, 'steps to 99 %')
      }
    },
    {
      name: 'mlp-does-not-fit',
      statement: 'The MLP does not fit its training set: below 100 % training accuracy to the end.',
      source: 'MLP', published: 'below 100 % after 20,000 steps', keys: ['mlp-numbers'],
      judge: (results) => verdict(results.every((run) => best(run.series(trainName)) < 1), `training ${sayBest(results, trainName)}`, 'on token numbers')
    },
    {
      name: 'lstm-does-not-grok',
      statement: 'The LSTM does not grok: it does not generalize with a delay of 1,000 steps or more.',
      source: 'LSTM', published: 'no grokking under the tested encoding', keys: ['lstm'],
      judge: (results) => {
        const { train, test, grokked } = delays(results)
        return verdict(!grokked.some(Boolean), `training ${sayRange(train)}, test ${sayRange(test)}; at best ${sayBest(results, testName)}`, 'steps to 99 %')
      }
    },
    {
      name: 'depends-on-inputs',
      statement: 'Control: the same MLP on one-hot tokens does fit its training set, so that the result depends on what it reads.',
      source: 'reports of others on the same assignment', published: 'MLPs that fit and grok', keys: ['mlp-one-hot'],
      judge: (results) => {
        const steps = stepsOfEach(results, trainName, 0.99)
        return verdict(steps.every(Number.isFinite), `training ${sayRange(steps)}, test ${say(median(stepsOfEach(results, testName, 0.99)))}`, 'steps to 99 %')
      }
    }
  ],
  plot: (results) => ({
    kind: 'curves', title: 'Architectures', xScale: 'logarithmic', marks: false,
    runs: [...new Set(results.map(({ key }) => key))].map((key) => ofKey(results, key)[0].runId),
    panels: [{ title: 'Training', series: [trainName] }, { title: 'Test', series: [testName] }]
  })
}
