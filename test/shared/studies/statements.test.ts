import { describe, expect, it } from 'vitest'
import { transferStudy } from '../../../shared/studies/amplifier-transfer.ts'
import { gradientEntropyStudy } from '../../../shared/studies/gradient-entropy.ts'
import { neuralGrokStudy } from '../../../shared/studies/neuralgrok-steps.ts'
import { ratioSweepStudy } from '../../../shared/studies/ratio-sweep.ts'
import type { Study, StudyScale } from '../../../shared/studies/study.ts'
import { toeplitzStudy } from '../../../shared/studies/toeplitz.ts'
import { fractionsStudy } from '../../../shared/studies/training-fractions.ts'
import { splitsStudy } from '../../../shared/studies/training-splits.ts'
import { medSeries, uniformityStudy } from '../../../shared/studies/uniformity.ts'
import { accuracies, curveAt, trained, type Series } from './samples.ts'

function verdictOf(study: Study, name: string, series: (key: string, seed: number) => Series, scale: StudyScale = 'small'): string {
  const fact = study.facts.find((one) => one.name === name)
  if (fact === undefined) throw new Error(`no fact ${name}`)
  return fact.judge(trained(study, series, scale).filter(({ key }) => fact.keys === undefined || fact.keys.includes(key))).verdict
}

describe('a verdict on', () => {
  it('skewed draws compares them with random ones', () => {
    expect(verdictOf(splitsStudy, 'skewed-fails', (key) => accuracies(500, 4000, key.startsWith('skewed') ? 0.9 : 0.5))).toBe('failed')
    expect(verdictOf(splitsStudy, 'skewed-fails', (key) => accuracies(500, 4000, key.startsWith('skewed') ? 0.9 : 0.92))).toBe('reproduced')
  })

  it('small ratios asks both 4 and 10 to be sooner than 1', () => {
    expect(verdictOf(ratioSweepStudy, 'small-is-slow', (key) => accuracies(100, { 'add-c1': 1500, 'add-c4': 600 }[key] ?? 1600))).toBe('failed')
  })

  it('the plateau at c = 10 outlives one seed that collapses', () => {
    expect(ratioSweepStudy.seeds).toBe(3)
    const results = trained(ratioSweepStudy, (_, seed) => accuracies(100, 800, seed === 0 ? 0.02 : 0.97)).filter(({ key }) => key === 'multiply-c10')
    const fact = ratioSweepStudy.facts.find(({ name }) => name === 'plateau')
    expect(fact?.judge([...results, results[1]]).verdict).toBe('reproduced')
  })

  it('the fall of MED takes its largest value after the fit, of runs that grok', () => {
    const fallen = (level: number): Series => ({
      ...accuracies(500, 6000, level), 'test/loss': curveAt([[0, 4], [100_000, 1]]), [medSeries]: curveAt([[0, 3], [499, 2], [500, 1.5], [100_000, 1.45]])
    })
    expect(verdictOf(uniformityStudy, 'falls', () => fallen(1))).toBe('failed')
    const later = curveAt([[0, 1], [3000, 3], [100_000, 1]])
    expect(verdictOf(uniformityStudy, 'falls', (key) => (key === 'p47' ? fallen(0.5) : { ...fallen(1), [medSeries]: later }))).toBe('reproduced')
  })

  it('Toeplitz embeddings leaves out a fraction at which neither start begins, in whatever order', () => {
    const onset = (late: string) => (key: string) => accuracies(200, key.endsWith(late) ? Infinity : key.startsWith('toeplitz') ? 2000 : 4000)
    expect(['0.4', '0.45'].map((late) => verdictOf(toeplitzStudy, 'half', onset(late)))).toEqual(['reproduced', 'reproduced'])
    expect(verdictOf(toeplitzStudy, 'sooner', onset('0.4'))).toBe('failed')
  })

  it.each([
    [neuralGrokStudy, 'amplifier-needed'], [transferStudy, 'no-acceleration'], [transferStudy, 'beside-normalization']
  ])('$name is open where no run of either side generalizes: %s', (study, name) => {
    expect(verdictOf(study, name, () => accuracies(300, Infinity))).toBe('undecided')
  })

  it('the entropy of weights takes it at generalization, and fails where a run has none', () => {
    const entropies = (level: number): Series => ({ 'weight-entropy/total': curveAt([[0, 9], [1000, level], [1100, 10 - level], [100_000, 10 - level]]) })
    const like = (key: string): Series => ({ ...accuracies(300, 1000), ...entropies(key === 'add-neuralgrok' ? 1 : 3) })
    expect(verdictOf(gradientEntropyStudy, 'lower-awe', like)).toBe('reproduced')
    expect(verdictOf(gradientEntropyStudy, 'lower-awe', (key, seed) => (seed === 1 ? { ...like(key), ...accuracies(300, Infinity) } : like(key)))).toBe('failed')
  })

  it('the standard encoding counts epochs, of 8 and 11 batches', () => {
    const at = (epochs: number) => (key: string) => accuracies(200, epochs * (key.endsWith('0.6') ? 11 : 8))
    expect([590, 610, 59_000].map((epochs) => verdictOf(fractionsStudy, 'six-thousand', at(epochs), 'paper'))).toEqual(['failed', 'reproduced', 'reproduced'])
  })
})
