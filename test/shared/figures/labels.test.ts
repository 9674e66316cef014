import { describe, expect, it } from 'vitest'
import { axisFormatter, axisNumber, percent, quantityOf, runLabels, seriesLabel, splitOf, stepLabel, valueAxisLabel } from '../../../shared/figures/labels.ts'
import { cyclicColors, figureThemes, seriesColor, seriesColors } from '../../../shared/figures/palette.ts'
import { contrast } from './contrast.ts'
import { run } from './samples.ts'

describe('labels', () => {
  it('of series are words', () => {
    expect(['train/loss', 'weight-norm/total', 'embedding/key-frequencies'].map(seriesLabel)).toEqual(['train loss', 'weight norm: total', 'embedding: key frequencies'])
    expect([splitOf('train/loss'), splitOf('test/loss'), splitOf('training/loss')]).toEqual(['train', 'test', null])
    expect(quantityOf('test/accuracy')).toBe('accuracy')
  })

  it('of a value axis name what its series share', () => {
    expect(valueAxisLabel(['train/loss', 'test/loss'])).toBe('loss')
    expect(valueAxisLabel(['weight-norm/total', 'weight-norm/embedding'])).toBe('weight norm')
    expect(valueAxisLabel(['train/loss', 'embedding/gini'])).toBe('')
  })

  it('of runs carry the id only where names collide', () => {
    expect([...runLabels([run('abcdefghij', 'a'), run('bbbbbbbbbb', 'b'), run('cccccccccc', 'b')]).values()]).toEqual(['a', 'b (bbbb)', 'b (cccc)'])
  })

  it('of numbers are short and exact', () => {
    expect([0, 1, -2.5, 0.1 + 0.2, 999, 9999, 40_000, 123_456.5].map(axisNumber)).toEqual(['0', '1', '−2.5', '0.3', '999', '9\u2009999', '40\u2009000', '123\u2009456.5'])
    expect([1e-7, 1e6, 2.5e-12, -1e-4, 0.001, 1e21].map(axisNumber)).toEqual(['10⁻⁷', '10⁶', '2.5·10⁻¹²', '−1·10⁻⁴', '0.001', '10²¹'])
    expect(stepLabel(17_400)).toBe('step 17\u2009400')
    expect([percent(0.4215), percent(NaN)]).toEqual(['42.1 %', '–'])
  })
})

describe('the labels of an axis', () => {
  const written = (ticks: number[]) => ticks.map(axisFormatter(ticks))

  it('are all powers of ten where one must be and all can be', () => {
    expect(written([1e-4, 1e-3, 0.01, 0.1, 1, 10])).toEqual(['10⁻⁴', '10⁻³', '10⁻²', '10⁻¹', '10⁰', '10¹'])
    expect(written([1, 10, 100, 1000])).toEqual(['1', '10', '100', '1\u2009000'])
    expect(written([0, 2e-4, 4e-4])).toEqual(['0', '2·10⁻⁴', '4·10⁻⁴'])
  })
})

describe('the palette', () => {
  it('begins with Okabe and Ito’s hues and never repeats one', () => {
    expect(seriesColors.slice(0, 6)).toEqual(['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'])
    const many = Array.from({ length: 200 }, (_, index) => seriesColor(index))
    expect(many.slice(0, seriesColors.length)).toEqual(seriesColors)
    expect(new Set(many).size).toBe(200)
  })

  it('has text of at least 4.5 : 1 on its ground, in both themes', () => {
    for (const { background, text, muted } of Object.values(figureThemes)) {
      expect(contrast(text, background)).toBeGreaterThan(7)
      expect(contrast(muted, background)).toBeGreaterThan(4.5)
    }
  })

  it('goes around the residues in equal steps of one lightness', () => {
    for (const theme of ['light', 'dark'] as const) {
      const colors = cyclicColors(113, theme)
      expect(new Set(colors).size).toBe(113)
      expect(colors.every((color) => /^#[0-9a-f]{6}$/.test(color))).toBe(true)
      for (const color of colors) expect(contrast(color, figureThemes[theme].background)).toBeGreaterThan(3)
    }
  })
})
