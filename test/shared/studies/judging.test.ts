import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { figureSpecSchema } from '../../../shared/figures/spec.ts'
import { adamLrStudy } from '../../../shared/studies/adam-lr.ts'
import { transferStudy } from '../../../shared/studies/amplifier-transfer.ts'
import { architecturesStudy } from '../../../shared/studies/architectures.ts'
import { medSeries } from '../../../shared/studies/uniformity.ts'
import { decayLimitStudy } from '../../../shared/studies/decay-limit.ts'
import { gradientEntropyStudy } from '../../../shared/studies/gradient-entropy.ts'
import { normalizationStudy } from '../../../shared/studies/gradient-normalization.ts'
import { grokfastStudy } from '../../../shared/studies/grokfast.ts'
import { hessianStudy } from '../../../shared/studies/hessian-and-rank.ts'
import { holesStudy } from '../../../shared/studies/holes.ts'
import { initialEmbeddingStudy } from '../../../shared/studies/initial-embedding.ts'
import { layersStudy } from '../../../shared/studies/layers.ts'
import { mainlineStudy } from '../../../shared/studies/mainline.ts'
import { neuralGrokStudy } from '../../../shared/studies/neuralgrok-steps.ts'
import { optimizersStudy } from '../../../shared/studies/optimizers.ts'
import { quadraticFormStudy } from '../../../shared/studies/quadratic-form.ts'
import { ratioSweepStudy } from '../../../shared/studies/ratio-sweep.ts'
import type { RunResult, Study, StudyScale } from '../../../shared/studies/study.ts'
import { toeplitzStudy } from '../../../shared/studies/toeplitz.ts'
import { fractionsStudy } from '../../../shared/studies/training-fractions.ts'
import { splitsStudy } from '../../../shared/studies/training-splits.ts'
import { uniformityStudy } from '../../../shared/studies/uniformity.ts'
import { embeddingStudy } from '../../../shared/studies/with-and-without-embedding.ts'
import { accuracies, curveAt, jump, trained, type Series } from './samples.ts'

/** Verdict of each fact that the scale claims. */
function verdicts(study: Study, results: readonly RunResult[], scale: StudyScale = 'small'): Record<string, string> {
  const claimed = study.facts.filter(({ only }) => only === undefined || only === scale)
  return Object.fromEntries(claimed.map((fact) => {
    const needed = results.filter(({ key }) => fact.keys === undefined || fact.keys.includes(key))
    return [fact.name, fact.judge(needed).verdict]
  }))
}

const all = (study: Study, verdict: string) => Object.fromEntries(study.facts.filter(({ only }) => only !== 'paper').map(({ name }) => [name, verdict]))

interface Sample { study: Study; like: (key: string, seed: number) => Series; unlike: (key: string, seed: number) => Series; failing: string[] }

const samples: Record<string, Sample> = {
  'adam-lr': {
    study: adamLrStudy,
    like: (key, seed) => accuracies(200, (key === 'add-c10' ? 700 : 1500) + 10 * seed),
    unlike: (key) => accuracies(200, key === 'add-c10' ? 3500 : 3000), failing: ['sooner', 'factor', 'baseline']
  },
  'ratio-sweep': {
    study: ratioSweepStudy,
    like: (key) => {
      if (key === 'multiply-c10') return accuracies(100, 800, 0.97)
      return accuracies(100, { 'add-c1': 1500, 'add-c4': 600, 'add-c10': 700, 'add-c32': Infinity }[key] ?? 1500)
    },
    unlike: (key) => accuracies(100, { 'add-c1': 500, 'add-c4': 600, 'add-c10': 700, 'add-c32': 400 }[key] ?? 1500),
    failing: ['large-fails', 'small-is-slow', 'four-is-fastest', 'plateau']
  },
  'with-and-without-embedding': {
    study: embeddingStudy,
    like: (key) => {
      if (key.startsWith('embedding')) return accuracies(1500, 10_000)
      const reached = key === 'numbers-add' ? 0.6 : 0.08
      return { 'train/accuracy': jump(5000, reached), 'test/accuracy': jump(5000, reached - 0.05) }
    },
    unlike: (key) => (key.startsWith('embedding') ? accuracies(1500, 2000) : accuracies(1500, Infinity)), failing: ['delay', 'together', 'no-fit']
  },
  'initial-embedding': {
    study: initialEmbeddingStudy,
    like: (key, seed) => accuracies(200, ({ usual: 1500, small: 800 }[key] ?? 5000) + seed),
    unlike: (key) => accuracies(200, { usual: 1500, small: 3000 }[key] ?? 700), failing: ['small-is-sooner', 'frozen-is-later']
  },
  'training-splits': {
    study: splitsStudy,
    like: (key) => (key.startsWith('skewed') ? accuracies(500, 5000, 0.6) : accuracies(500, key === 'uniform-small' ? 4000 : 6000)),
    unlike: (key) => accuracies(500, key.startsWith('uniform') ? (key === 'uniform-small' ? 8000 : 1000) : 6000),
    failing: ['skewed-fails', 'uniform-sooner', 'gap-vanishes']
  },
  holes: {
    study: holesStudy,
    like: (key) => accuracies(200, 3000, { 'square-30': 0.98, 'square-60': 0.5, 'strip-40': 0.8, 'strip-67': 0.08 }[key]),
    unlike: (key) => accuracies(200, 3000, { 'square-30': 0.9, 'square-60': 0.95, 'strip-40': 0.5, 'strip-67': 0.6 }[key]),
    failing: ['square-trend', 'small-hole', 'large-hole', 'strip-trend', 'strip-end']
  },
  'quadratic-form': {
    study: quadraticFormStudy,
    like: (key) => accuracies(200, 800, { 'transformer-0.5': 0.5, 'transformer-0.6': 0.6, 'transformer-0.7': 0.69 }[key] ?? 0.03),
    unlike: (key) => accuracies(200, 800, { 'transformer-0.5': 0.9, 'transformer-0.6': 0.95 }[key] ?? 1),
    failing: ['never-complete', 'rises-with-the-fraction', 'mirrored-pairs', 'own-rows', 'mlp-fails']
  },
  toeplitz: {
    study: toeplitzStudy,
    like: (key, seed) => accuracies(200, (key.startsWith('toeplitz') ? 2000 : 4000) + seed),
    unlike: (key) => accuracies(200, key.startsWith('toeplitz') ? 5000 : 4000), failing: ['sooner', 'half']
  },
  'training-fractions': {
    study: fractionsStudy,
    like: (key) => accuracies(200, { 'simplified-0.2': Infinity, 'simplified-0.3': Infinity, 'simplified-0.4': 9000, 'simplified-0.5': 3000, 'simplified-0.7': 600 }[key] ?? 0),
    unlike: (key) => accuracies(2000, { 'simplified-0.2': 500, 'simplified-0.4': 900, 'simplified-0.5': 3000 }[key] ?? 4000), failing: ['sooner-with-more', 'too-few', 'delay']
  },
  architectures: {
    study: architecturesStudy,
    like: (key) => (key === 'transformer' ? accuracies(200, 6000) : key === 'mlp-numbers' ? { 'train/accuracy': jump(500, 0.4), 'test/accuracy': jump(Infinity) } : accuracies(500, Infinity)),
    unlike: (key) => (key === 'mlp-one-hot' ? accuracies(Infinity, Infinity) : accuracies(200, key === 'transformer' ? 300 : 6000)),
    failing: ['transformer-groks', 'mlp-does-not-fit', 'lstm-does-not-grok', 'depends-on-inputs']
  },
  optimizers: {
    study: optimizersStudy,
    like: (key) => accuracies(200, 3000, { adamw: 1, 'adamw-initial': 0.9, 'weight-noise': 0.5 }[key] ?? 0.3),
    unlike: (key) => accuracies(200, 3000, { adamw: 0.2, 'adamw-initial': 0.9, adam: 0.6 }[key] ?? 0.3), failing: ['decay-is-best', 'noise-helps', 'to-zero']
  },
  uniformity: {
    study: uniformityStudy,
    like: () => ({
      ...accuracies(200, 6000), 'test/loss': curveAt([[200, 10], [3000, 12], [6000, 1], [100_000, 0.01]]), [medSeries]: curveAt([[200, 2], [3000, 2.9], [6000, 1.7], [100_000, 1.4]])
    }),
    unlike: () => ({
      ...accuracies(200, 6000), 'test/loss': curveAt([[200, 10], [3000, 12], [6000, 1], [100_000, 0.01]]), [medSeries]: curveAt([[200, 1], [3000, 1], [6000, 2], [100_000, 3]])
    }),
    failing: ['correlated', 'falls']
  },
  layers: {
    study: layersStudy,
    like: (key) => ({
      ...accuracies(200, 4000), [medSeries]: curveAt([[200, 1.4], [3000, 1.5], [6000, 1], [100_000, 0.9]]),
      ...(key === 'layers-4' ? { 'test/accuracy': curveAt([[200, 0.1], [4000, 0.9], [4500, 0.6], [6000, 1], [100_000, 0.97]]) } : {})
    }),
    unlike: (key) => ({
      ...accuracies(200, 4000, 0.9), [medSeries]: curveAt([[200, 1.4], [100_000, 1.4]]),
      ...(key === 'layers-1' ? { 'test/accuracy': curveAt([[200, 0.1], [4000, 0.8], [4500, 0.6], [100_000, 0.9]]) } : {})
    }),
    failing: ['all-grok', 'falls', 'oscillates']
  },
  'decay-limit': {
    study: decayLimitStudy,
    like: (key) => (key === 'full' ? { ...accuracies(200, 5000), [medSeries]: jump(1) } : { ...accuracies(Infinity, Infinity), [medSeries]: curveAt([[0, 1.4], [4000, 0.03]]) }),
    unlike: (key) => (key === 'full' ? { ...accuracies(200, Infinity), [medSeries]: jump(1) } : { ...accuracies(200, 3000), [medSeries]: curveAt([[0, 1.4], [4000, 1]]) }),
    failing: ['uniform', 'no-grokking', 'loss-and-decay']
  },
  mainline: {
    study: mainlineStudy,
    like: () => ({
      ...accuracies(150, 7000), 'embedding/key-frequencies': jump(6000, 5), 'embedding/gini': jump(6000, 0.8),
      'test/loss': curveAt([[0, 4.7], [1420, 26], [7583, 0.5], [100_000, 1e-6]]), 'restricted-loss/all': curveAt([[0, 4.7], [1000, 5], [3000, 0.9], [100_000, 1e-7]]),
      'excluded-loss/train': curveAt([[0, 4.7], [200, 0.01], [4000, 3], [100_000, 20]]), 'weight-norm/total': curveAt([[0, 60], [150, 62], [9000, 30], [100_000, 29]])
    }),
    unlike: () => ({
      ...accuracies(500, 900), 'embedding/key-frequencies': jump(6000, 20), 'embedding/gini': jump(6000, 0.2), 'test/loss': curveAt([[0, 4.7], [600, 0.9], [100_000, 0.5]]),
      'restricted-loss/all': curveAt([[0, 4.7], [600, 0.9]]), 'excluded-loss/train': curveAt([[0, 4.7], [600, 0.1], [100_000, 0.1]]), 'weight-norm/total': curveAt([[0, 60], [100_000, 70]])
    }),
    failing: ['memorization', 'generalization', 'key-frequencies', 'circuit-forms-first', 'excluded-loss-rises', 'clean-up', 'test-loss-peaks']
  },
  'hessian-and-rank': {
    study: hessianStudy,
    like: (key) => ({
      ...accuracies(200, 1500, key === 'adam-decay' ? 0.4 : 1),
      'hessian-eigenvalue/embedding': curveAt([[0, 0.1], [200, 0.13], [1000, 0.12], [1500, 0.02], [100_000, 0.01]]),
      'hessian-eigenvalue/first-weights': curveAt(key === 'adam-lr' ? [[0, 3], [200, 1], [1000, 0.1], [1500, 0.05], [100_000, 0.02]] : [[0, 3], [200, 3.5], [1000, 3], [1500, 1], [100_000, 0.5]]),
      'rank/embedding': curveAt([[0, 99], [100_000, key === 'adam-decay' ? 20 : 99]]), 'rank/first-weights': curveAt([[0, 512], [100_000, 200]])
    }),
    unlike: (key) => ({
      ...accuracies(200, 1500),
      'hessian-eigenvalue/embedding': curveAt([[0, 1], [200, 2], [1500, 3], [100_000, 4]]),
      'hessian-eigenvalue/first-weights': curveAt(key === 'adam-lr' ? [[0, 3], [200, 30], [1500, 30], [100_000, 40]] : [[0, 3], [200, 3.5], [1500, 1], [100_000, 0.5]]),
      'rank/embedding': curveAt([[0, 99], [100_000, key === 'adam-decay' ? 95 : 50]]), 'rank/first-weights': curveAt([[0, 400], [100_000, 400]])
    }),
    failing: ['sharper-in-weights', 'adam-lr-evens-out', 'test-follows-embedding', 'rank-of-embedding-stays', 'rank-of-weights-drops', 'strong-decay-fails']
  },
  'neuralgrok-steps': {
    study: neuralGrokStudy,
    like: (key) => accuracies(300, { 'add-standard': 1650, 'add-grokfast-ma': 1780, 'add-grokfast-ema': 1820, 'add-neuralgrok': 900, 'add-normalization': 1500, 'add-tensor-normalization': 1400 }[key] ?? 0),
    unlike: (key) => accuracies(300, { 'add-standard': 2000, 'add-grokfast-ma': 1000, 'add-grokfast-ema': 1820, 'add-neuralgrok': 1900, 'add-normalization': 880, 'add-tensor-normalization': 1000 }[key] ?? 0),
    failing: ['faster-than-standard', 'absolute', 'faster-than-grokfast', 'amplifier-needed', 'weighting-needed']
  },
  'gradient-entropy': {
    study: gradientEntropyStudy,
    like: (key) => {
      const level = key === 'add-neuralgrok' ? 1 : 3
      const entropy = curveAt([[0, 2 * level], [500, 9 * level], [900, 8 * level], [1000, level], [100_000, level]])
      return { ...accuracies(300, 1000), 'gradient-entropy/raw': entropy, 'gradient-entropy/transformed': entropy, 'weight-entropy/total': curveAt([[0, 9], [1000, level], [100_000, level]]) }
    },
    unlike: (key) => {
      const level = key === 'add-neuralgrok' ? 4 : 3
      const entropy = curveAt([[0, level], [500, 2 * level], [1000, 3 * level], [100_000, level]])
      return { ...accuracies(300, 1000), 'gradient-entropy/raw': entropy, 'gradient-entropy/transformed': entropy, 'weight-entropy/total': curveAt([[0, 9], [1000, level], [100_000, level]]) }
    },
    failing: ['rises-then-falls', 'lower-age', 'lower-awe']
  },
  'gradient-normalization': {
    study: normalizationStudy,
    like: (key) => {
      if (key === 'standard') return { 'test/accuracy': curveAt([[0, 0.01], [1800, 1], [2000, 0.04], [2200, 1]]) }
      return { 'test/accuracy': jump({ 'norm-0.01': Infinity, 'norm-0.5': 800, 'norm-1': 900, 'norm-2': 1000 }[key] ?? 0) }
    },
    unlike: (key) => {
      if (key === 'norm-1') return { 'test/accuracy': curveAt([[0, 0.01], [700, 1], [900, 0.3], [1200, 1]]) }
      return { 'test/accuracy': jump(800) }
    },
    failing: ['standard-is-unstable', 'normalization-is-stable', 'half-is-fastest', 'small-norm-collapses']
  },
  'amplifier-transfer': {
    study: transferStudy,
    like: (key) => accuracies(300, { 'subtract-standard': 4000, 'subtract-normalization': 3500, 'subtract-tensor-normalization': 3600, 'from-add': 3900 }[key] ?? 900),
    unlike: (key) => accuracies(300, { 'subtract-standard': 4000, 'subtract-normalization': 3500, 'subtract-tensor-normalization': 3600, 'from-add': 1000 }[key] ?? 900),
    failing: ['no-acceleration', 'beside-normalization', 'beside-tensor-norms']
  },
  grokfast: {
    study: grokfastStudy,
    like: (key) => accuracies(300, { baseline: Infinity, ema: 900, ma: 800, 'ema-decay': 2500, 'ma-decay': 2000, 'ema-rate': 1200 }[key] ?? 0),
    unlike: (key) => accuracies(300, { baseline: 3000, ema: 900, ma: 800, 'ema-decay': 700, 'ma-decay': 600, 'ema-rate': 500 }[key] ?? 0),
    failing: ['ema-is-faster', 'ma-is-faster', 'more-than-decay', 'more-than-rate']
  }
}

describe.each(Object.entries(samples))('the study %s', (_, { study, like, unlike, failing }) => {
  it('finds every fact in results like the paper’s', () => {
    expect(verdicts(study, trained(study, like))).toEqual(all(study, 'reproduced'))
  })

  it('says that a fact failed where results are otherwise', () => {
    expect(verdicts(study, trained(study, unlike))).toEqual({ ...all(study, 'reproduced'), ...Object.fromEntries(failing.map((name) => [name, 'failed'])) })
  })

  it('draws what is trained, be it one run of it', () => {
    const results = trained(study, like)
    for (const shown of [results, results.slice(0, 1)]) expect(v.safeParse(figureSpecSchema, study.plot(shown)).success).toBe(true)
  })
})
