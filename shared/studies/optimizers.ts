import { halfBatch, simplifiedTransformer, standardTransformer, trainingRules } from '../config/papers/exploring.ts'
import { casesPanel, withSeeds, type Case } from './cases.ts'
import { exploringConfig } from './configs.ts'
import { papers } from './papers.ts'
import { bestTestAccuracy, mean, sayShare, verdict } from './results.ts'
import type { RunResult, Study, StudyScale } from './study.ts'

const rules = Object.entries(trainingRules).map(([key, rule]) => ({ dropout: 0, ...rule, key }))

function cases(scale: StudyScale): Case[] {
  const fractions = scale === 'small' ? [0.4] : [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
  const [modulus, maximumSteps] = scale === 'small' ? [59, 6000] : [97, 100_000]
  const base = scale === 'small' ? { ...simplifiedTransformer, width: 64, mlpWidth: 256 } : standardTransformer
  return fractions.flatMap((trainFraction) => rules.map(({ key, label, dropout, ...rule }): Case => ({
    key: scale === 'small' ? key : `${key}-${trainFraction}`, label: scale === 'small' ? label : `${label}, α = ${trainFraction}`,
    config: exploringConfig({
      modulus, trainFraction, maximumSteps, model: { ...base, dropout }, encoding: scale === 'small' ? 'simplified' : 'standard',
      batch: halfBatch(modulus, trainFraction), everySteps: 50, ...rule
    })
  })))
}

const isOf = (key: string) => (run: RunResult) => run.key === key || run.key.startsWith(`${key}-0.`)
const score = (results: readonly RunResult[], key: string) => mean(results.filter(isOf(key)).map(bestTestAccuracy))
const others = rules.map(({ key }) => key).filter((key) => !key.startsWith('adamw'))

/** Paper 3, Fig. 8: which optimizer generalizes best. */
export const optimizersStudy: Study = {
  name: 'optimizers',
  title: 'Optimizers, decay and noise',
  paper: papers.exploring,
  figure: 'Fig. 8',
  summary: 'Which training rule generalizes best on x + y within a budget of steps? AdamW with decay 1 against Adam and its variants with noise, dropout and other rates. The list is a RECONSTRUCTION after Power et al. 2022.',
  scaled: 'One fraction (40 %), p = 59, the simplified transformer of width 64 and 6,000 steps, instead of seven fractions, p = 97, two layers and 100,000 steps.',
  seeds: 1,
  runs: (scale, seeds) => withSeeds(cases(scale), seeds),
  facts: [
    {
      name: 'decay-is-best',
      statement: 'AdamW with weight decay reaches the highest best test accuracy, against Adam and each of its variants (mean over fractions and seeds).',
      source: 'Fig. 8', published: 'AdamW generalizes better than Adam and the variants with noise',
      judge: (results) => {
        const [own, rest] = [score(results, 'adamw'), others.map((key) => score(results, key))]
        return verdict(rest.every((value) => own >= value), `AdamW ${sayShare(own)}, the best other ${sayShare(Math.max(...rest))}`, others.map((key, i) => `${key} ${sayShare(rest[i])}`).join(', '))
      }
    },
    {
      name: 'noise-helps',
      statement: 'Noise helps Adam: weight noise, update noise or dropout reaches more than Adam without any.',
      source: 'Power et al. 2022, Fig. 2, on which the list stands', published: 'some noise helps, weight decay helps most',
      judge: (results) => {
        const [plain, ...noisy] = ['adam', 'weight-noise', 'update-noise', 'dropout'].map((key) => score(results, key))
        return verdict(Math.max(...noisy) > plain, `Adam ${sayShare(plain)}, weight noise ${sayShare(noisy[0])}, update noise ${sayShare(noisy[1])}, dropout ${sayShare(noisy[2])}`)
      }
    },
    {
      name: 'to-zero',
      statement: 'Decay to zero reaches at least as much as decay to the initial weights.',
      source: 'Power et al. 2022, Fig. 2', published: 'decay to zero does better',
      judge: (results) => {
        const [zero, initial] = [score(results, 'adamw'), score(results, 'adamw-initial')]
        return verdict(zero >= initial, `${sayShare(zero)} against ${sayShare(initial)}`)
      }
    }
  ],
  plot: (results) => {
    const named = rules.flatMap(({ key, label }) => results.filter(isOf(key)).map((run) => ({ ...run, key, label })))
    return { kind: 'points', title: 'Optimizers', widthMillimetres: 178, panels: [casesPanel(named, { title: 'Best test accuracy', yTitle: 'accuracy' }, bestTestAccuracy)] }
  }
}
