import { describe, expect, it } from 'vitest'
import { brokenText, textWidth } from '../../../shared/figures/text-width.ts'

/** In ems, as FreeType measures DejaVu Sans (Pillow: `ImageFont.truetype('DejaVuSans.ttf', 100).getlength(text) / 100`). */
const measured: Record<string, number> = {
  'a + b with embedding': 11.134, 'GrokFast-MA, a + b': 9.629, 'normalization per tensor, a + b': 15.674, '1000': 2.545,
  'Steps to 95 % test accuracy': 14.046, 'MED, p = 47': 6.281, 'median and range over seeds': 14.947
}

describe('the width of a text in a figure', () => {
  it.each(Object.entries(measured))('“%s” is that of DejaVu Sans, or up to a tenth more', (text, ems) => {
    expect(textWidth(text, '400 20px sans-serif') / 20 / ems).toBeGreaterThan(0.98)
    expect(textWidth(text, '400 20px sans-serif') / 20 / ems).toBeLessThan(1.1)
  })

  it('is one em for a square character, which ECharts takes for the height of a line', () => {
    expect(textWidth('国', '20px sans-serif')).toBe(20)
  })

  it('grows with the size of the font, and with its weight', () => {
    expect(textWidth('loss', '24px serif')).toBeCloseTo(2 * textWidth('loss'))
    expect(textWidth('loss', '600 12px serif')).toBeGreaterThan(textWidth('loss', '400 12px serif'))
  })
})

describe('text in lines', () => {
  const font = '10px sans-serif'

  it('is broken between words where they do not fit, and stays whole where they do', () => {
    expect(brokenText('a tenth as large as usual', textWidth('a tenth as large', font), font)).toBe('a tenth as large\nas usual')
    expect(brokenText('a tenth as large as usual', 1000, font)).toBe('a tenth as large as usual')
  })

  it('is broken within a word that is too wide by itself, into parts of at least one character', () => {
    expect(brokenText('to aaaaa', textWidth('aa', font), font)).toBe('to\naa\naa\na')
    expect(brokenText('abc', 0, font)).toBe('a\nb\nc')
  })
})
