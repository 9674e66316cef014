import { neuralGrokTasks, type NeuralGrokMethod, type NeuralGrokTask } from '../config/papers/neuralgrok.ts'
import { casesPanel, type Case, withSeeds } from './cases.ts'
import { neuralGrokConfig } from './configs.ts'
import { entropies, methodCase } from './neuralgrok.ts'
import { papers } from './papers.ts'
import { median, neverThere, say, sayRange, stepsOfEach, stepsTo95, verdict } from './results.ts'
import type { Fact, RunResult, Study, StudyRun, StudyScale } from './study.ts'

const sources = { small: ['add'], paper: ['add', 'multiply', 'square-subtract', 'product-sum'] } as const satisfies Record<StudyScale, readonly NeuralGrokTask[]>

/** Settings of the target's runs; those of the source are shared with the study of Table 1. */
function sizes(scale: StudyScale) {
  return scale === 'small' ? { maximumSteps: 4000, afterGeneralization: 0 } : { maximumSteps: 300_000, afterGeneralization: 2000 }
}

function ownCases(scale: StudyScale): Case[] {
  const source = { ...(scale === 'small' ? { maximumSteps: 3000, afterGeneralization: 100 } : sizes(scale)), measures: entropies }
  return [
    ...sources[scale].map((task) => methodCase('neuralgrok', { task, ...source })),
    ...(['standard', 'normalization', 'tensor-normalization'] as const).map((method) => methodCase(method, { task: 'subtract', ...sizes(scale) }))
  ]
}

/** A run on a − b with the amplifier of another task, whose layers it has. */
const transferConfig = (scale: StudyScale, source: NeuralGrokTask, weightsFrom: string) =>
  neuralGrokConfig({ task: 'subtract', ...sizes(scale), interventions: [{ ...neuralGrokTasks[source].amplifier, weightsFrom }] })

/** For each source and seed a run on a − b that begins once the source's amplifier is trained. */
function transferred(scale: StudyScale, seeds: number): StudyRun[] {
  return sources[scale].flatMap((task) => withSeeds([{ key: `from-${task}`, label: `amplifier of ${neuralGrokTasks[task].formula}`, config: transferConfig(scale, task, '') }], seeds)
    .map((run): StudyRun => ({
      ...run,
      after: {
        key: `${task}-neuralgrok`,
        config: (runId) => {
          const config = transferConfig(scale, task, runId)
          return { ...config, seed: run.seed, task: { ...config.task, splitSeed: run.seed } }
        }
      }
    })))
}

const transferKeys = (results: readonly RunResult[]) => [...new Set(results.map(({ key }) => key).filter((key) => key.startsWith('from-')))]

/** That every transferred amplifier takes at least about as many steps as a control on the same task. */
function noFasterThan(control: NeuralGrokMethod, words: Pick<Fact, 'name' | 'statement' | 'source'>): Fact {
  return {
    ...words, published: 'not reported',
    judge: (results) => {
      const least = median(stepsTo95(results, `subtract-${control}`))
      const own = transferKeys(results).map((key) => median(stepsTo95(results, key)))
      return neverThere(own, [least]) ?? verdict(own.every((value) => value >= 0.95 * least), `${own.map(say).join(', ')} against ${say(least)}`, 'steps to 95 %')
    }
  }
}

/** Paper 4, Fig. 12: an amplifier trained on another task. */
export const transferStudy: Study = {
  name: 'amplifier-transfer',
  title: 'An amplifier from another task',
  paper: papers.neuralGrok,
  figure: 'Fig. 12',
  summary: 'Does an amplifier that was trained on one task, and is not trained further, speed up another, a − b mod 97? Beside it standard training and, as controls, normalization of the whole gradient and of each tensor.',
  scaled: 'One source, a + b (its run is that of the study of Table 1), instead of four, and at most 4,000 steps; a run on a − b ends once it has 95 % test accuracy. All other settings are the paper’s.',
  seeds: 1,
  runs: (scale, seeds) => [...withSeeds(ownCases(scale), seeds), ...transferred(scale, seeds)],
  facts: [
    {
      name: 'no-acceleration',
      statement: 'A transferred amplifier gives no useful acceleration: it needs more than 0.8 of the steps of standard training.',
      source: 'Fig. 12', published: 'no useful acceleration',
      judge: (results) => {
        const standard = stepsTo95(results, 'subtract-standard')
        const own = transferKeys(results).map((key) => stepsTo95(results, key))
        return neverThere(standard, ...own) ?? verdict(own.every((values) => median(values) > 0.8 * median(standard)), `${own.map(sayRange).join(', ')} against ${sayRange(standard)}`, 'steps to 95 %')
      }
    },
    noFasterThan('normalization', {
      name: 'beside-normalization', statement: 'Control: the transferred amplifier is no faster than normalization alone, within 5 %.', source: 'control for §3.2 and Fig. 12'
    }),
    noFasterThan('tensor-normalization', {
      name: 'beside-tensor-norms',
      statement: 'Control: the transferred amplifier is no faster than the norms that it sets, with equal weights in each tensor, within 5 %.',
      source: 'control for eq. 2 and Fig. 12'
    })
  ],
  plot: (results) => ({
    kind: 'points', title: 'An amplifier from another task',
    panels: [casesPanel(results.filter(({ key }) => key.startsWith('from-') || key.startsWith('subtract-')),
      { title: 'Steps to 95 % test accuracy on a − b', yTitle: 'steps', yScale: 'logarithmic' }, (run) => stepsOfEach([run], 'test/accuracy', 0.95)[0])]
  })
}
