import { beyondProgressMlp } from '../config/papers/beyond-progress.ts'
import { beyondProgressConfig } from './configs.ts'
import { sweepGroup, withSeeds, type Case } from './cases.ts'
import { papers } from './papers.ts'
import { bestTestAccuracy, isMonotone, median, ofKey, say, sayShare, verdict } from './results.ts'
import type { RunResult, Study, StudyScale } from './study.ts'

const modulus = 97
const fractions = [0.5, 0.6, 0.7] as const
const middle = 0.5
const keyOf = (fraction: number): string => `transformer-${fraction}`

function cases(scale: StudyScale): Case[] {
  const shared = { modulus, expression: 'x^2 + x*y + y^2', maximumSteps: scale === 'small' ? 3000 : 30_000 }
  return [
    ...fractions.map((trainFraction): Case => ({
      key: keyOf(trainFraction), label: `transformer, ${100 * trainFraction} %`, config: beyondProgressConfig({ ...shared, trainFraction })
    })),
    {
      key: 'own-rows', label: 'transformer, rows of their own',
      config: beyondProgressConfig({ ...shared, trainFraction: middle, operandOffset: modulus })
    },
    { key: 'mlp', label: 'MLP', config: beyondProgressConfig({ ...shared, trainFraction: middle, model: beyondProgressMlp }) }
  ]
}

/** Best test accuracy of the runs of a key, median over seeds. */
const accuracyOf = (results: readonly RunResult[], key: string): number => median(ofKey(results, key).map(bestTestAccuracy))

const accuracies = (results: readonly RunResult[]): number[] => fractions.map((fraction) => accuracyOf(results, keyOf(fraction)))

const sayEach = (values: readonly number[], write: (value: number) => string): string =>
  fractions.map((fraction, i) => `${100 * fraction} %: ${write(values[i])}`).join(', ')

const transformers = fractions.map(keyOf)

/** Paper 2, Fig. 4: an operation that one layer does not learn. */
export const quadraticFormStudy: Study = {
  name: 'quadratic-form',
  title: 'An operation that does not grok',
  paper: papers.beyondProgress,
  figure: 'Fig. 4 and §6.1',
  summary: 'How far does a one-layer transformer generalize on i² + ij + j² as the training fraction grows, and why not further? The same with embedding rows of their own for each operand, and an MLP.',
  scaled: '3,000 instead of 30,000 epochs: accuracy stands still from epoch 1,000 on. All other settings are the paper’s.',
  seeds: 1,
  runs: (scale, seeds) => withSeeds(cases(scale), seeds),
  facts: [
    {
      name: 'never-complete',
      statement: 'No training fraction leads to 99 % test accuracy.',
      source: '§6.1', published: 'never reaches 100 %, not with a random split either', keys: transformers,
      judge: (results) => verdict(Math.max(...accuracies(results)) < 0.99, sayEach(accuracies(results), sayShare))
    },
    {
      name: 'rises-with-the-fraction',
      statement: 'Test accuracy rises with the training fraction α, and accuracy · (1 − α) stays nearly the same: its largest value is at most 1.3 times its smallest.',
      source: 'Fig. 4', published: 'accuracy · (1 − α) about constant at 0.5, 0.6, 0.7', keys: transformers,
      judge: (results) => {
        const values = accuracies(results)
        const products = values.map((value, i) => value * (1 - fractions[i]))
        return verdict(isMonotone(values, 1) && Math.max(...products) <= 1.3 * Math.min(...products), sayEach(products, say), 'accuracy · (1 − α)')
      }
    },
    {
      name: 'mirrored-pairs',
      statement: 'Control: accuracy is the share of test pairs (i, j) whose mirrored pair (j, i) was trained on, which is α, to within 3 points. Only the symmetry of the operation is learned.',
      source: 'not in the paper', published: 'not reported', keys: transformers,
      judge: (results) => {
        const excess = accuracies(results).map((value, i) => value - fractions[i])
        return verdict(excess.every((value) => Math.abs(value) < 0.03), sayEach(accuracies(results), sayShare))
      }
    },
    {
      name: 'own-rows',
      statement: 'Control: with embedding rows of their own the operands are not exchanged, and nothing generalizes: best test accuracy below 10 %.',
      source: 'not in the paper', published: 'not reported', keys: ['own-rows'],
      judge: (results) => verdict(accuracyOf(results, 'own-rows') < 0.1, sayShare(accuracyOf(results, 'own-rows')))
    },
    {
      name: 'mlp-fails',
      statement: 'An MLP of two hidden layers does not generalize at all: best test accuracy below 5 %, where the transformer has several times that.',
      source: '§6.1', published: 'about 0.01', keys: [keyOf(middle), 'mlp'],
      judge: (results) => {
        const [mlp, transformer] = ['mlp', keyOf(middle)].map((key) => accuracyOf(results, key))
        return verdict(mlp < 0.05 && transformer > 3 * mlp, `MLP ${sayShare(mlp)}, transformer ${sayShare(transformer)}`)
      }
    }
  ],
  plot: (results) => ({
    kind: 'points', title: 'i² + ij + j²', panels: [{
      title: 'Best test accuracy', xTitle: 'training fraction α', yTitle: 'best test accuracy',
      groups: [
        sweepGroup(results, 'transformer', fractions.map((x) => ({ key: keyOf(x), x })), bestTestAccuracy),
        sweepGroup(results, 'rows of their own', [{ key: 'own-rows', x: middle }], bestTestAccuracy),
        sweepGroup(results, 'MLP', [{ key: 'mlp', x: middle }], bestTestAccuracy),
        { name: 'mirrored pairs', points: fractions.map((x) => ({ x, y: x })) }
      ]
    }]
  })
}
