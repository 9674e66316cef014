import { describe, expect, it } from 'vitest'
import { commandIds, commands } from '../../shared/commands.ts'
import { countOf, formatBytes, formatChosen, formatCount, formatDuration, formatProse, formatRate, formatTime, formatValue } from '../../src-renderer/format/numbers.ts'
import { breadcrumbs } from '../../src-renderer/frame/breadcrumbs.ts'
import { fuzzyScore } from '../../src-renderer/frame/fuzzy.ts'
import { compareAddress, parseAddress } from '../../src-renderer/state/address.ts'
import { resample } from '../../src-renderer/views/runs/resample.ts'
import { meanAndDeviation } from '../../src-renderer/views/runs/statistics.ts'

describe('addresses', () => {
  it('have a place, a path below it and a query; an empty one is the run browser', () => {
    expect(parseAddress('')).toMatchObject({ place: 'runs', rest: [] })
    expect(parseAddress('#/runs/abc')).toMatchObject({ place: 'runs', rest: ['abc'] })
    expect(parseAddress('#/compare?runs=a,b').query.get('runs')).toBe('a,b')
    expect(parseAddress(`#/${compareAddress(['a', 'b'])}`).query.get('runs')).toBe('a,b')
  })

  it('survive what cannot be decoded', () => {
    expect(parseAddress('#/runs/%E0%A4%A')).toMatchObject({ place: 'runs', rest: ['%E0%A4%A'] })
  })

  it('become breadcrumbs from the outside in, with names for ids', () => {
    const crumbs = (hash: string) => breadcrumbs(parseAddress(hash), (id) => `name of ${id}`).map(({ title }) => title)
    expect(crumbs('#/runs/abc')).toEqual(['Runs', 'name of abc'])
    expect(crumbs('#/runs/bin')).toEqual(['Runs', 'Bin'])
    expect(crumbs('#/new')).toEqual(['Runs', 'New run'])
    expect(crumbs('#/studies/toeplitz')).toEqual(['Studies', 'name of toeplitz'])
    expect(crumbs('#/elsewhere')).toEqual(['Not found'])
  })
})

describe('the palette', () => {
  const best = (query: string, texts: string[]) => texts
    .flatMap((text) => { const score = fuzzyScore(query, text); return score === null ? [] : [{ text, score }] })
    .sort((a, b) => b.score - a.score).map(({ text }) => text)

  it('finds letters in order, whole words and starts of words before scattered letters', () => {
    expect(best('nr', ['Inspector', 'New run'])).toEqual(['New run', 'Inspector'])
    expect(best('dark', ['Do a remarkable thing', 'Dark theme'])).toEqual(['Dark theme', 'Do a remarkable thing'])
    expect(best('xyz', ['Runs'])).toEqual([])
  })

  it('has no two commands with the same keys', () => {
    const keys = commandIds.flatMap((id) => commands[id].keys ?? [])
    expect(new Set(keys).size).toBe(keys.length)
  })
})

describe('numbers on screen', () => {
  it('are short and say what they are', () => {
    expect([formatCount(7583), formatCount(999), formatCount(-12_000)]).toEqual(['7\u202f583', '999', '−12\u202f000'])
    expect([0.001, 1e-8, 12.5, 113, 0.18234567, Number.NaN, null, true, ''].map(formatValue)).toEqual(['0.001', '1e-8', '12.5', '113', '0.1823', 'NaN', '–', 'yes', '–'])
    expect([4.26, 42, 719, 12_000, 187_000].map(formatDuration)).toEqual(['4.3 s', '42 s', '12 min', '3 h 20 min', '2 d 3 h'])
    expect([formatRate(18.42), formatRate(1234.5), formatRate(0.5)]).toEqual(['18.4 steps/s', '1\u202f235 steps/s', '0.50 steps/s'])
    expect([formatBytes(999), formatBytes(60_500_000), formatBytes(999_960)]).toEqual(['999 B', '60.5 MB', '1.0 MB'])
  })

  it('have the same thin spaces where they are counted and in text from elsewhere', () => {
    expect([countOf(1, 'run'), countOf(0, 'run'), countOf(1000, 'run')]).toEqual(['1 run', '0 runs', '1\u202f000 runs'])
    expect(formatProse('1,428 (1,272–12,854) of 14,641,000; 0.85, 1,20 and (3,1000)')).toBe(
      '1\u202f428 (1\u202f272–12\u202f854) of 14\u202f641\u202f000; 0.85, 1,20 and (3,1000)')
  })

  it('are written in full where someone chose them, so that two that differ look different', () => {
    expect([20_240_517, 0.0100001, 1e-8, 0.00015, 40_000, 0.1, 0, -1, 12_345_678_901, 1.5e21].map(formatChosen)).toEqual(
      ['20240517', '0.0100001', '1e-8', '1.5e-4', '40000', '0.1', '0', '−1', '12345678901', '1.5e21'])
    expect([null, undefined, '', true, [], [0.12345, 'a'], Number.NaN, -Infinity].map(formatChosen)).toEqual(['–', '–', '–', 'yes', '–', '0.12345, a', 'NaN', '−∞'])
    expect([20_240_517, 0.0100001].map(formatValue)).toEqual(['2.024e7', '0.01'])
  })

  it('give the year of a time only where it is another one', () => {
    const now = new Date(2026, 10, 23, 9, 5).getTime()
    expect(formatTime(now, now)).toBe('23 Nov, 09:05')
    expect(formatTime(new Date(2024, 1, 2, 3, 4).getTime(), now)).toBe('2 Feb 2024, 03:04')
  })
})

describe('summaries of runs', () => {
  it('are the mean and the sample deviation of the values that are there', () => {
    expect(meanAndDeviation([2, null, 4, Number.NaN, 6])).toEqual({ count: 3, mean: 4, deviation: 2 })
    expect(meanAndDeviation([5])).toEqual({ count: 1, mean: 5, deviation: 0 })
    expect(meanAndDeviation([null])).toBeNull()
  })

  it('draw a curve over the logarithm of its steps, ends kept', () => {
    const steps = Float64Array.from([0, 1, 3, 7, 15])
    expect([...resample(steps, Float64Array.from([0, 1, 2, 3, 4]), 5)]).toEqual([0, 1, 2, 3, 4])
    expect([...resample(Float64Array.of(5), Float64Array.of(0.5), 60)]).toEqual([0.5])
    expect([...resample(Float64Array.of(), Float64Array.of(), 60)]).toEqual([])
  })
})
