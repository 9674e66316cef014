import { describe, expect, it } from 'vitest'
import {
  best, bestTestAccuracy, between, correlation, isMonotone, last, least, mean, median, ofKey, sampledAt, say, sayRange, sayShare, stepsBelow,
  stepsOfEach, stepsTo, valueAt
} from '../../../shared/studies/results.ts'
import { curve, curveAt, result } from './samples.ts'

describe('a series', () => {
  const accuracy = curveAt([[0, 0.01], [10, 0.5], [20, 0.96], [30, 0.94], [40, 0.99]])

  it('reaches a threshold at its first measured step that is not below it', () => {
    expect(stepsTo(accuracy, 0.95)).toBe(20)
    expect(stepsTo(accuracy, 0.99)).toBe(40)
    expect(stepsTo(accuracy, 0.995)).toBeNull()
  })

  it('falls below a threshold from a step on', () => {
    expect(stepsBelow(accuracy, 0.95)).toBe(0)
    expect(stepsBelow(accuracy, 0.95, 20)).toBe(30)
    expect(stepsBelow(accuracy, 0.9, 20)).toBeNull()
  })

  it('has extremes of its finite values, and a last value', () => {
    const broken = curve(2, NaN, -1, Infinity, 3, 1)
    expect([best(broken), least(broken), last(broken)]).toEqual([3, -1, 1])
    expect(best(curve())).toBeNaN()
    expect(bestTestAccuracy(result('a', 0, { 'test/accuracy': accuracy, 'train/accuracy': curve(1) }))).toBe(0.99)
  })

  it('has at a step the value of the last point before it', () => {
    expect([valueAt(accuracy, 19), valueAt(accuracy, 20), valueAt(accuracy, 1e9)]).toEqual([0.5, 0.96, 0.99])
    expect(valueAt(curveAt([[5, 1]]), 4)).toBeNaN()
  })

  it('is read at the steps of another', () => {
    expect(sampledAt(accuracy, [5, 25])).toEqual({ steps: [5, 25], values: [0.01, 0.96] })
  })

  it('is cut to a range of steps', () => {
    expect(between(accuracy, 10, 30)).toEqual({ steps: [10, 20, 30], values: [0.5, 0.96, 0.94] })
  })
})

describe('seeds', () => {
  it('have a median in which never counts as infinity', () => {
    expect(median([1854, 1272, 1428])).toBe(1428)
    expect(median([1092, 942])).toBe(1017)
    expect(median([1092, 942, Infinity])).toBe(1092)
    expect(median([942, Infinity, Infinity])).toBe(Infinity)
    expect(median([])).toBeNaN()
  })

  it('are kept in order, and counted from their series', () => {
    const runs = [result('a', 1, { x: curve(0, 1) }), result('b', 0, { x: curve(1) }), result('a', 0, { x: curve(0, 0) })]
    expect(ofKey(runs, 'a').map(({ seed }) => seed)).toEqual([0, 1])
    expect(stepsOfEach(ofKey(runs, 'a'), 'x', 1)).toEqual([Infinity, 1])
  })

  it('have a mean of what is finite', () => expect(mean([1, NaN, 3])).toBe(2))
})

describe('correlation', () => {
  it('is that of Pearson over common steps', () => {
    // numpy.corrcoef([1, 2, 3, 4], [2, 1, 4, 3])[0, 1]
    expect(correlation(curve(9, 1, 2, 3, 4), curveAt([[1, 2], [2, 1], [3, 4], [4, 3], [9, 100]]))).toBeCloseTo(0.6, 12)
    expect(correlation(curve(1, 2, 3), curve(3, 2, 1))).toBeCloseTo(-1, 12)
  })

  it('begins where it is told, and says nothing of too few points or of none that vary', () => {
    expect(correlation(curve(50, 1, 2, 3), curve(0, 1, 2, 3), 1)).toBeCloseTo(1, 12)
    expect(correlation(curve(1, 2), curve(1, 2))).toBeNaN()
    expect(correlation(curve(1, 1, 1), curve(1, 2, 3))).toBeNaN()
  })
})

describe('an order', () => {
  it('holds where each value follows the one before it', () => {
    expect(isMonotone([1, 2, 3], 1)).toBe(true)
    expect(isMonotone([1, 3, 2], 1)).toBe(false)
    expect(isMonotone([1, 3, 2.9], 1, 0.2)).toBe(true)
    expect(isMonotone([3, 2, Infinity], -1)).toBe(false)
  })
})

describe('words', () => {
  it('write numbers, ranges over seeds and shares', () => {
    expect([say(1428), say(0.12345), say(Infinity), say(NaN), say(-0.5), say(12345.6)]).toEqual(['1,428', '0.123', 'never', '–', '−0.5', '12,346'])
    expect(sayRange([1272, 1854, 1428])).toBe('1,428 (1,272–1,854)')
    expect(sayRange([900])).toBe('900')
    expect(sayRange([Infinity, Infinity])).toBe('never')
    expect(sayRange([])).toBe('–')
    expect(sayShare(0.9876)).toBe('98.8 %')
  })
})
