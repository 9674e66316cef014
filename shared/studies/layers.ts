import { beyondProgressConfig } from './configs.ts'
import { withSeeds, type Case } from './cases.ts'
import { papers } from './papers.ts'
import { best, bestTestAccuracy, last, median, ofKey, say, sayShare, verdict } from './results.ts'
import type { Points, RunResult, Study, StudyScale } from './study.ts'
import { medMeasure, medSeries } from './uniformity.ts'

const depths = { small: [1, 2, 4], paper: [1, 2, 3, 4] } as const
const keyOf = (layers: number): string => `layers-${layers}`

function cases(scale: StudyScale): Case[] {
  const size = scale === 'small'
    ? { modulus: 59, width: 64, trainFraction: 0.4, maximumSteps: 10_000 }
    : { modulus: 97, trainFraction: 0.3, maximumSteps: 30_000 }
  return depths[scale].map((layers) => ({
    key: keyOf(layers), label: layers === 1 ? '1 layer' : `${layers} layers`, config: beyondProgressConfig({ ...size, layers, measures: [medMeasure] })
  }))
}

/** The furthest that a value falls below one that it had before. */
function largestFall({ values }: Points): number {
  let [highest, fall] = [-Infinity, 0]
  for (let i = 0; i < values.length; i++) {
    highest = Math.max(highest, values[i])
    fall = Math.max(fall, highest - values[i])
  }
  return fall
}

const accuracy = (run: RunResult): Points => run.series('test/accuracy')

/** Median over seeds of a value for each number of layers, fewest first. */
function byDepth(results: readonly RunResult[], value: (run: RunResult) => number): { label: string; value: number }[] {
  return depths.paper.map(keyOf).map((key) => ofKey(results, key)).filter((runs) => runs.length > 0)
    .map((runs) => ({ label: runs[0].label, value: median(runs.map(value)) }))
}

const sayEach = (rows: readonly { label: string; value: number }[], write: (value: number) => string): string =>
  rows.map(({ label, value }) => `${label}: ${write(value)}`).join(', ')

/** Paper 2, Fig. 2: what more layers do to grokking. */
export const layersStudy: Study = {
  name: 'layers',
  title: 'More layers',
  paper: papers.beyondProgress,
  figure: 'Fig. 2',
  summary: 'Does the embedding still become uniform, and does test accuracy rise as steadily, when the transformer has more layers? i + j; the numbers of layers are a RECONSTRUCTION.',
  scaled: 'p = 59, width 64, 40 % of the pairs and 10,000 epochs with 1, 2 and 4 layers, instead of p = 97, width 128, 30 % and 30,000 epochs with 1 to 4.',
  seeds: 1,
  runs: (scale, seeds) => withSeeds(cases(scale), seeds),
  facts: [
    {
      name: 'all-grok',
      statement: 'With every number of layers the run groks: test accuracy of at least 95 %.',
      source: 'Fig. 2', published: 'groks',
      judge: (results) => {
        const rows = byDepth(results, bestTestAccuracy)
        return verdict(rows.every(({ value }) => value >= 0.95), sayEach(rows, sayShare))
      }
    },
    {
      name: 'falls',
      statement: 'MED falls with every number of layers: at the end it is less than 0.85 of its peak.',
      source: 'Fig. 2', published: 'MED keeps falling',
      judge: (results) => {
        const rows = byDepth(results, (run) => last(run.series(medSeries)) / best(run.series(medSeries)))
        return verdict(rows.every(({ value }) => value < 0.85), sayEach(rows, say), 'last value over peak')
      }
    },
    {
      name: 'oscillates',
      statement: 'Test accuracy oscillates more with the most layers than with one: it falls further below a value that it had reached.',
      source: 'Fig. 2', published: 'more layers, larger oscillations',
      judge: (results) => {
        const rows = byDepth(results, (run) => largestFall(accuracy(run)))
        return verdict(rows[rows.length - 1].value > rows[0].value, sayEach(rows, sayShare), 'largest fall')
      }
    }
  ],
  plot: (results) => ({
    kind: 'curves', title: 'More layers', xScale: 'logarithmic', heightMillimetres: 80,
    runs: [...new Set(results.map(({ key }) => key))].map((key) => ofKey(results, key)[0].runId),
    panels: [{ title: 'Test accuracy', series: ['test/accuracy'] }, { title: 'MED', series: [medSeries] }]
  })
}
