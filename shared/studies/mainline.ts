import type { RunConfigInput } from '../config/schema.ts'
import { nandaOptimizer, nandaTransformer } from '../config/papers/progress-measures.ts'
import { withSeeds } from './cases.ts'
import { measuredEvery } from './configs.ts'
import { papers } from './papers.ts'
import { best, between, last, least, median, say, sayRange, stepsBelow, stepsOfEach, valueAt, verdict } from './results.ts'
import type { RunResult, Study, StudyScale } from './study.ts'

const restricted = 'restricted-loss/all'
const excluded = 'excluded-loss/train'
const norm = 'weight-norm/total'

function config(scale: StudyScale): RunConfigInput {
  const [modulus, trainFraction, width, maximumSteps] = scale === 'small' ? [67, 0.38, 64, 20_000] : [113, 0.3, 128, 40_000]
  return {
    task: { kind: 'modular', operation: 'add', modulus, trainFraction },
    model: { ...nandaTransformer, width, mlpWidth: 4 * width },
    loss: { kind: 'cross-entropy' },
    optimizer: nandaOptimizer,
    batch: { kind: 'full' },
    measures: ['loss-and-accuracy', 'weight-norms', 'embedding-spectrum', 'progress-measures'],
    schedule: { ...measuredEvery(10), checkpoint: { kind: 'every', steps: 200 } },
    stop: { maximumSteps, afterGeneralization: scale === 'small' ? 2000 : null }
  }
}

const memorized = (run: RunResult): number => stepsOfEach([run], 'train/accuracy', 0.99)[0]
const generalized = (run: RunResult): number => stepsOfEach([run], 'test/accuracy', 0.99)[0]

/** Excluded loss at generalization over its lowest value since memorization. */
function excludedRise(run: RunResult): number {
  const phase = between(run.series(excluded), memorized(run), generalized(run))
  return last(phase) / least(phase)
}

/** Share of the weight norm that is left two thousand steps after generalization, or at the end, of the norm at memorization. */
const cleanedUp = (run: RunResult): number => valueAt(run.series(norm), generalized(run) + 2000) / valueAt(run.series(norm), memorized(run))

/** Nanda et al. 2023, the mainline run: three phases that progress measures show. */
export const mainlineStudy: Study = {
  name: 'mainline',
  title: 'Three phases of the mainline run',
  paper: papers.nanda,
  figure: 'Fig. 2 and 7',
  summary: 'Memorization, circuit formation, clean-up: does the circuit form gradually before test accuracy jumps? One-layer transformer on x + y, AdamW with decay 1, full batch; restricted and excluded loss on checkpoints.',
  scaled: 'p = 67 and 38 % of the pairs, width 64, at most 20,000 steps, instead of p = 113, 30 %, width 128 and 40,000 steps. The same three phases pass in a tenth of the time.',
  seeds: 3,
  runs: (scale, seeds) => withSeeds([{ key: 'mainline', label: 'mainline', config: config(scale) }], seeds),
  facts: [
    {
      name: 'memorization',
      statement: 'The training set is memorized within 300 steps (99 % training accuracy, every seed).',
      source: 'saved run at p = 113; replication of ten seeds', published: 'training accuracy above 99 % by step 200 in ten of ten seeds',
      judge: (results) => {
        const steps = results.map(memorized)
        return verdict(Math.max(...steps) <= 300, sayRange(steps))
      }
    },
    {
      name: 'generalization',
      statement: 'Generalization takes of the order of 10⁴ steps: 99 % test accuracy between 3,000 and 30,000, at least ten times as late as memorization.',
      source: 'Fig. 2; replication of ten seeds', published: 'test loss below 1 at step 7,583; test accuracy above 90 % at a median of 6,600 steps (4,800–14,300)',
      judge: (results) => {
        const steps = results.map(generalized)
        const late = results.every((run) => generalized(run) >= 10 * memorized(run))
        return verdict(late && steps.every((step) => step >= 3000 && step <= 30_000), sayRange(steps))
      }
    },
    {
      name: 'key-frequencies',
      statement: 'The embedding ends with three to seven key frequencies, and a Gini coefficient of its spectrum above 0.5.',
      source: '§4.1; other seeds in the authors’ code; replication of ten seeds', published: '{14, 35, 41, 42, 52}; three to four in other seeds of the authors, four to five in a replication',
      judge: (results) => {
        const counts = results.map((run) => last(run.series('embedding/key-frequencies')))
        const ginis = results.map((run) => last(run.series('embedding/gini')))
        return verdict(counts.every((count) => count >= 3 && count <= 7) && Math.min(...ginis) > 0.5, counts.map(say).join(', '), `Gini ${sayRange(ginis)}`)
      }
    },
    {
      name: 'circuit-forms-first',
      statement: 'The circuit forms before it shows: restricted loss is below 1 at least 500 steps before test loss is, in every seed.',
      source: 'Fig. 7', published: 'restricted loss falls from step 1,400 on, test loss from 9,400 on',
      judge: (results) => {
        const leads = results.map((run) => {
          const after = memorized(run)
          return (stepsBelow(run.series('test/loss'), 1, after) ?? Infinity) - (stepsBelow(run.series(restricted), 1, after) ?? Infinity)
        })
        return verdict(leads.every((lead) => lead >= 500), sayRange(leads), 'steps by which restricted loss is ahead')
      }
    },
    {
      name: 'excluded-loss-rises',
      statement: 'Memorization gives way to the circuit: excluded loss on the training set rises at least fivefold between its lowest value after memorization and generalization.',
      source: 'Fig. 7', published: 'rises through circuit formation (1,400 to 9,400)',
      judge: (results) => verdict(results.every((run) => excludedRise(run) >= 5), sayRange(results.map(excludedRise)), 'at generalization over the lowest')
    },
    {
      name: 'clean-up',
      statement: 'Clean-up removes weights: after generalization the weight norm is below 0.8 of what it was at memorization.',
      source: 'Fig. 7; replication of ten seeds', published: 'from about 60 to about 30',
      judge: (results) => verdict(results.every((run) => cleanedUp(run) < 0.8), sayRange(results.map(cleanedUp)), 'share that is left')
    },
    {
      name: 'test-loss-peaks',
      statement: 'Test loss first rises above 10 while the training set is memorized, and ends below 0.1.',
      source: 'saved run at p = 113', published: '26.6 at step 1,420; below 0.1 at 7,930',
      judge: (results) => {
        const peaks = results.map((run) => best(run.series('test/loss')))
        const ends = results.map((run) => last(run.series('test/loss')))
        return verdict(Math.min(...peaks) > 10 && Math.max(...ends) < 0.1, `peak ${sayRange(peaks)}, end ${say(median(ends))}`)
      }
    }
  ],
  plot: (results) => ({
    kind: 'curves', title: 'Three phases of the mainline run', heightMillimetres: 110, runs: [results[0].runId], xScale: 'logarithmic',
    panels: [
      { title: 'Accuracy', series: ['train/accuracy', 'test/accuracy'] },
      { title: 'Loss', series: ['train/loss', 'test/loss', restricted, excluded], yScale: 'logarithmic' },
      { title: 'Weight norm', series: [norm] },
      { title: 'Sparsity of the embedding', series: ['embedding/gini'] }
    ]
  })
}
