import type { RunConfigInput } from '../../shared/config/schema.ts'
import { stepsOfEach, median, ofKey, sayRange, verdict } from '../../shared/studies/results.ts'
import type { Study, StudyRun, StudyScale } from '../../shared/studies/study.ts'

const config = (steps: number, weightDecay: number, seed: number): RunConfigInput => ({
  task: { kind: 'modular', operation: 'add', modulus: 7, trainFraction: 0.5 }, model: { kind: 'quadratic-mlp', hiddenWidth: 32 },
  loss: { kind: 'mean-squared-error' }, optimizer: { kind: 'adamw', learningRate: 0.01, weightDecay }, seed, stop: { maximumSteps: steps }
})

function runs(scale: StudyScale, seeds: number): StudyRun[] {
  const steps = scale === 'small' ? 150 : 100_000
  return [0.1, 1].flatMap((weightDecay) => Array.from({ length: seeds }, (_, seed): StudyRun => (
    { key: `wd-${weightDecay}`, label: `weight decay ${weightDecay} on a very small network`, seed, config: config(steps, weightDecay, seed) })))
}

const median50 = (results: Parameters<Study['plot']>[0], key: string) => median(stepsOfEach(ofKey(results, key), 'train/accuracy', 0.5))

/** Made-up studies of tiny networks: one that is over in seconds, and one with long words that is never run. */
export const sampleStudies: readonly Study[] = [
  {
    name: 'tiny', title: 'Tiny networks and weight decay', paper: 'Nobody et al. 2020 (arXiv 2001.00001)', figure: 'Fig. 3',
    summary: 'Does weight decay change how soon a tiny network fits half of its training set?', scaled: '150 steps instead of 100,000.', seeds: 2, runs,
    facts: [
      {
        name: 'fits', statement: 'Every network fits half of the training set.', source: 'Nobody et al., Fig. 3', published: '50 of 50',
        judge: (results) => {
          const steps = stepsOfEach(results, 'train/accuracy', 0.5)
          return verdict(steps.every(Number.isFinite), `${steps.filter(Number.isFinite).length} of ${steps.length}`, `median step ${sayRange(steps)}`)
        }
      },
      {
        name: 'never', statement: 'Weight decay of 1 takes 1,000 times as long.', source: 'Nobody et al., section 4', published: '1,000 times',
        judge: (results) => verdict(false, `${(median50(results, 'wd-1') / median50(results, 'wd-0.1')).toFixed(2)} times`)
      }
    ],
    plot: (results) => ({
      kind: 'points', title: '', widthMillimetres: 120, heightMillimetres: 80,
      panels: [{
        xTitle: 'weight decay', yTitle: 'steps to 50 %', categories: ['0.1', '1'],
        groups: [{ name: 'quadratic MLP', points: ['wd-0.1', 'wd-1'].map((key, x) => ({ x, y: Number.isFinite(median50(results, key)) ? median50(results, key) : null })) }]
      }]
    })
  },
  {
    name: 'long', title: 'A study whose title is much longer than any heading should ever be asked to show, in two lines or in three',
    paper: 'Nobody et al. 2021, On the very long names of very small networks (arXiv 2101.00001)', figure: 'Table 1 and Figures 2, 3, 4 and 5',
    summary: 'Whether long words break the page, and if they do, where. '.repeat(4), scaled: 'Nothing was scaled, and the reason is told at some length here. '.repeat(3), seeds: 30, runs,
    facts: Array.from({ length: 8 }, (_, index) => ({
      name: `fact-${index}`, statement: 'The delay of the network with embedding is longer than that of the network without, for every split and every operation. '.repeat(index % 3 + 1),
      source: 'Nobody et al. 2021, section 5.1, third paragraph, and Figure 4', published: '1.5e3 against 7e2 steps (about twice as fast)', judge: () => verdict(true, '')
    })),
    plot: () => ({ kind: 'points', panels: [{ groups: [{ name: 'none', points: [] }] }] })
  }
]
