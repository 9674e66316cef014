import { paperPolygonConfig, smallPolygonConfig } from '../config/presets/images.ts'
import { withSeeds } from './cases.ts'
import { measuredEvery } from './configs.ts'
import { papers } from './papers.ts'
import { best, between, mean, median, say, sayRange, sayShare, stepsOfEach, verdict } from './results.ts'
import type { RunResult, Study } from './study.ts'

const [train, test] = ['train/accuracy', 'test/accuracy']

/** Steps to memorize and steps to half of the test images, of each run. */
function delays(results: readonly RunResult[]): { memorized: number[]; risen: number[] } {
  return { memorized: stepsOfEach(results, train, 0.99), risen: stepsOfEach(results, test, 0.5) }
}

/** Mean test accuracy between memorization and half of the steps to the rise. */
function plateau(run: RunResult): number {
  const { memorized: [from], risen: [to] } = delays([run])
  return mean(Array.from(between(run.series(test), from, Math.max(from, (from + Math.min(to, run.step)) / 2)).values))
}

/** Paper 2, §6.3: delayed generalization of a convolutional network on images. */
export const polygonsStudy: Study = {
  name: 'polygons',
  title: 'ResNet-18 on polygon images',
  paper: papers.beyondProgress,
  figure: 'Fig. 7',
  summary: 'Does a ResNet-18 that has memorized images of four polygons come to add up their sides much later? Adam, rate 0.001, coupled decay 0.0001.',
  scaled: '32 pixels instead of 224, 5 shapes instead of 11, three quarters of the 625 images instead of a quarter of 14,641, base width 16 instead of 64, ' +
    'batches of 100 without the rest of an epoch instead of 200 with it, the drawing of the paper’s figure in one channel instead of its program’s in three, ' +
    'the exact loss instead of float32, at most 10,000 steps instead of 380,000. At both scales from random weights: the paper starts from ImageNet’s pretrained ones.',
  seeds: 2,
  runs: (scale, seeds) => withSeeds([scale === 'small'
    ? { key: 'resnet', label: 'ResNet-18, width 16', config: { ...smallPolygonConfig, schedule: measuredEvery(50) } }
    : { key: 'resnet', label: 'ResNet-18', config: paperPolygonConfig }], seeds),
  facts: [
    {
      name: 'plateau',
      statement: 'Once the training set is memorized test accuracy stays below 0.5 for a while (mean over the first half of the time to 50 %).',
      source: 'Fig. 7', published: '0.3–0.4',
      judge: (results) => {
        const values = results.map(plateau)
        return verdict(values.every((value) => value < 0.5), values.map(sayShare).join(', '), `memorized at step ${sayRange(delays(results).memorized)}`)
      }
    },
    {
      name: 'delay',
      statement: 'The rise comes many times later than memorization: 50 % of the test images take at least 5 times the steps of 99 % of the training images.',
      source: 'Fig. 7', published: 'about 2,800 against 100 epochs',
      judge: (results) => {
        const { memorized, risen } = delays(results)
        const ratio = median(risen.map((step, index) => step / memorized[index]))
        return verdict(ratio >= 5 && Number.isFinite(ratio), `${say(ratio)} times`, `steps ${sayRange(memorized)} and ${sayRange(risen)}`)
      }
    },
    {
      name: 'generalizes',
      statement: 'Test accuracy reaches 0.95 (median of the best over seeds).',
      source: 'Fig. 7', published: '1, on all test images',
      judge: (results) => {
        const values = results.map((run) => best(run.series(test)))
        return verdict(median(values) >= 0.95, values.map(sayShare).join(', '))
      }
    }
  ],
  plot: (results) => ({
    kind: 'curves', title: 'ResNet-18 on polygon images', xScale: 'logarithmic', marks: false,
    runs: results.map(({ runId }) => runId),
    panels: [{ title: 'Training', series: [train] }, { title: 'Test', series: [test] }]
  })
}
