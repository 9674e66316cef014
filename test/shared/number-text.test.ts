import { describe, expect, it } from 'vitest'
import { checkConfig } from '../../shared/config/validate.ts'
import { readNumber, twoReadings } from '../../shared/config/number-text.ts'

const whole = (text: string) => readNumber(text, { whole: true })
const real = (text: string) => readNumber(text, { whole: false })

describe('a number that someone has written', () => {
  it.each([
    ['0.001', 0.001], ['0,001', 0.001], ['1e-8', 1e-8], ['1,5e-3', 1.5e-3], [' 12.5 ', 12.5], ['.5', 0.5], ['0.', 0], ['-3', -3], ['−3', -3], ['+2', 2],
    ['10 000', 10_000], ['10\u00a0000', 10_000], ['10\u202f000', 10_000], ['10_000', 10_000], ['1 234,5', 1234.5], ['1,234.5', 1234.5], ['1,234,567', 1_234_567]
  ])('may have a decimal point or comma, and groups of thousands: %s', (text, number) => {
    expect(real(text)).toBe(number)
  })

  it.each([
    ['10,000', 10_000], ['1,234,567', 1_234_567], ['-1,234', -1234], ['10 000', 10_000], ['10\u00a0000', 10_000], ['1\u202f234\u202f567', 1_234_567], ['7', 7]
  ])('has commas between thousands where it is a whole one: %s', (text, number) => {
    expect(whole(text)).toBe(number)
  })

  it('is still read where it has decimals that a whole number may not have, for the check to say so', () => {
    expect([whole('2.5'), whole('2,5'), whole('0,125')]).toEqual([2.5, 2.5, 0.125])
  })

  it.each(['', 'abc', '1 2', '10 00', '1,2,3', '1.2.3', '12,34,567', '1e', '-', 'Infinity', '0x10'])('is not there: "%s"', (text) => {
    expect([real(text), whole(text)]).toEqual([null, null])
  })

  it('is not guessed where a comma may be one of thousands that is not typed to its end', () => {
    expect(['10,', '10,0', '10,00', '10,0000'].map(whole)).toEqual([null, null, null, null])
  })

  it('is not guessed where a comma may mean decimals or thousands', () => {
    expect(['1,234', '-10,000', '999,999', '1,234e3'].map(real)).toEqual([null, null, null, null])
    expect([twoReadings('1,234'), twoReadings('−10,000')]).toEqual([['1234', '1.234'], ['-10000', '-10.000']])
    expect(['0,001', '1,23', '1,234,567', '1234', 'abc'].map(twoReadings)).toEqual([null, null, null, null, null])
  })

  it('is asked for by what it may mean', () => {
    const check = checkConfig({ task: { kind: 'modular' }, model: { kind: 'transformer' }, loss: { kind: 'cross-entropy' }, optimizer: { kind: 'adamw', weightDecay: '1,234' } })
    expect(check).toEqual({ ok: false, issues: [{ path: 'optimizer.weightDecay', message: 'expected 1234 or 1.234, got "1,234", which may mean either' }] })
  })
})
