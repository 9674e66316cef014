import { LineChart, BarChart, CustomChart, ScatterChart } from 'echarts/charts'
import { AxisPointerComponent, GridComponent, LegendComponent, MarkLineComponent, TitleComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { figurePixels, type FigureContext, type FigureData } from '../../../shared/figures/data.ts'
import { figureOption } from '../../../shared/figures/option.ts'
import type { FigureSpecInput } from '../../../shared/figures/spec.ts'
import { context, curves, matrix, points, projection, runs, spec, spectrum } from './samples.ts'

use([
  LineChart, BarChart, CustomChart, ScatterChart, AxisPointerComponent, GridComponent, LegendComponent, MarkLineComponent, TitleComponent, SVGRenderer
])

/** The figure as ECharts draws it without a page. */
function render(input: FigureSpecInput, data: FigureData, more: Partial<FigureContext> = {}): string {
  const full = { ...context, ...more }
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: full.widthPixels, height: full.heightPixels })
  chart.setOption(figureOption(spec(input), data, full))
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}

const texts = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1])

/** Heights of the bars of a colour; ECharts draws a bar as `M x y l width 0 l 0 height …`. */
function barHeights(svg: string, fill: string): number[] {
  return [...svg.matchAll(new RegExp(`<path d="M[^l]+l[^l]+l0 (-?[\\d.]+)[^"]*" fill="${fill}"`, 'g'))].map((match) => Math.abs(Number(match[1])))
}

const lossAndAccuracy = [
  { title: 'Loss', series: ['train/loss', 'test/loss'], yScale: 'logarithmic' as const }, { title: 'Accuracy', series: ['train/accuracy', 'test/accuracy'] }
]

describe('figures drawn without a page', () => {
  it('show curves, titles, legend and axis names', () => {
    const svg = render({ kind: 'curves', title: 'Grokking', runs: ['a', 'b'], panels: lossAndAccuracy, xScale: 'logarithmic' }, curves)
    expect(texts(svg)).toEqual(expect.arrayContaining(
      ['Grokking', 'Loss', 'Accuracy', 'mainline', 'no-decay', 'training', 'test', 'memorized', 'generalized', 'step', 'loss', 'accuracy', '10', '100']))
    expect(svg).toMatch(/stroke-dasharray/)
    expect(svg).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('put every text inside the figure', () => {
    const svg = render({ kind: 'curves', runs: ['a', 'b'], panels: lossAndAccuracy, xScale: 'logarithmic' }, curves)
    const places = [...svg.matchAll(/<text[^>]*transform="(?:translate\(([-\d.]+) ([-\d.]+)\)|matrix\(([^)]+)\))"/g)]
    expect(places.length).toBeGreaterThan(20)
    for (const [, x, y, matrix] of places) {
      const [left, top] = matrix === undefined ? [Number(x), Number(y)] : matrix.split(/[ ,]/).slice(4).map(Number)
      expect(left >= 0 && left <= context.widthPixels && top >= 0 && top <= context.heightPixels).toBe(true)
    }
  })

  it('draw gaps for values that a log axis does not have', () => {
    const withZero = curves.series.map((one) => ({ ...one, values: one.values.map((value, i) => (i === 50 ? 0 : value)) }))
    const broken = { ...curves, runs: [runs[0]], series: withZero }
    const paths = (svg: string) => [...svg.matchAll(/<path d="([^"]+)"[^>]*fill="none"[^>]*stroke="#0072b2"/g)].map((match) => match[1])
    const panels = [{ series: ['test/loss'], yScale: 'logarithmic' as const }]
    const drawn = paths(render({ kind: 'curves', runs: ['a'], panels, marks: false }, broken))
    expect(drawn.join(' ').match(/M/g)).toHaveLength(2)
    expect(paths(render({ kind: 'curves', runs: ['a'], panels, marks: false }, { ...curves, runs: [runs[0]] })).join(' ').match(/M/g)).toHaveLength(1)
  })

  it('draw a circle of tokens as a circle, whatever the shape of the figure', () => {
    for (const [widthPixels, heightPixels] of [[640, 360], [300, 500]]) {
      const svg = render({ kind: 'projection', run: 'a' }, projection, { widthPixels, heightPixels })
      const path = /<path d="([^"]+)"[^>]*stroke="#8a8e98"[^>]*stroke-opacity="0.6"/.exec(svg)
      const numbers = [...(path?.[1] ?? '').matchAll(/-?\d+(?:\.\d+)?/g)].map(Number)
      expect(numbers).toHaveLength(10)
      const points = Array.from({ length: 5 }, (_, i) => [numbers[2 * i], numbers[2 * i + 1]])
      const centre = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / 5)
      const radii = points.map(([x, y]) => Math.hypot(x - centre[0], y - centre[1]))
      expect(Math.max(...radii) / Math.min(...radii)).toBeLessThan(1.002)
    }
  })

  it('say how much of the variance each component holds', () => {
    const svg = render({ kind: 'projection', run: 'a', components: [0, 1] }, projection)
    expect(texts(svg)).toEqual(expect.arrayContaining(['PC 1 (42.0 %)', 'PC 2 (38.1 %)', 'embedding, step 7\u2009400']))
  })

  it('show a spectrum with its key frequencies named', () => {
    const svg = render({ kind: 'spectrum', run: 'a' }, spectrum)
    expect(texts(svg)).toEqual(expect.arrayContaining(['frequency k', 'norm of the component', 'embedding, step 7\u2009400, Gini 0.712', '2', '4']))
    const heights = barHeights(svg, '#0072b2')
    expect(heights).toHaveLength(6)
    expect(heights[4] / heights[2]).toBeCloseTo(6 / 8, 2)
  })

  it('do not name the frequencies of a flat spectrum', () => {
    const flat = { ...spectrum, norms: new Float32Array(57).fill(1) }
    expect(texts(render({ kind: 'spectrum', run: 'a' }, flat)).filter((text) => text === '17')).toEqual([])
  })

  it('show results over a parameter and over named cases, and mark what was never reached', () => {
    const svg = render(points, { kind: 'points' })
    expect(texts(svg)).toEqual(expect.arrayContaining(['Steps to generalize', 'Sweep', 'Cases', 'add', 'multiply', 'never reached', 'c', 'steps', 'accuracy', 'Adam', 'AdamW', '1\u2009000']))
    expect(svg).not.toMatch(/NaN|undefined|Infinity/)
    const reached = render({ ...points, panels: points.kind === 'points' ? [points.panels[1]] : [] } as FigureSpecInput, { kind: 'points' })
    expect(texts(reached)).not.toContain('never reached')
  })

  it('leave room for the second line of a name', () => {
    const names = ['usual', 'a tenth as large as before', 'frozen']
    const panel = { categories: names, groups: [{ name: 'steps', points: names.map((_, x) => ({ x, y: 10 + x })) }] }
    const svg = render({ kind: 'points', panels: [panel, panel] }, { kind: 'points' }, { fontSizePixels: 10 })
    const second = [...svg.matchAll(/ y="([\d.]+)" transform="translate\([\d.]+ ([\d.]+)\)"[^>]*>(?:as )?before</g)]
    expect(second).toHaveLength(2)
    for (const [, middle, top] of second) expect(Number(top) + Number(middle) + 5).toBeLessThan(context.heightPixels)
  })

  it('break names alike on a machine that is too busy to measure letters', () => {
    const [ours, clock] = [Date, { milliseconds: 0 }]
    vi.stubGlobal('Date', class extends ours { constructor() { super(clock.milliseconds += 20) } })
    onTestFinished(() => { vi.unstubAllGlobals() })
    const names = [`${'i'.repeat(14)} ${'i'.repeat(14)}`, 'b', 'c']
    const panel = { categories: names, groups: [{ name: 'steps', points: names.map((_, x) => ({ x, y: 10 + x })) }] }
    const labels = [16, 17].map((fontSizePixels) => texts(render({ kind: 'points', panels: [panel] }, { kind: 'points' }, { fontSizePixels })))
    for (const shown of labels) expect(shown).toContain(names[0])
  })

  it('draw a range of which one end was never reached up to the edge, with its mark', () => {
    const of = (high: number | null): string => render(
      { kind: 'points', panels: [{ title: 'Steps', yTitle: 'steps', categories: ['Adam-LR'], groups: [{ name: 'seeds', line: false, points: [{ x: 0, y: 800, low: 430, high }] }] }] },
      { kind: 'points' }
    )
    expect(texts(of(null))).toContain('never reached')
    expect(texts(of(900))).not.toContain('never reached')
    const range = /stroke-opacity="0.7"/g
    expect(of(null).match(range)).toHaveLength(1)
    expect(of(900).match(range)).toHaveLength(1)
  })

  it('show a matrix cell by cell, neighbours of one colour as one shape, with the colour bar from the highest value down', () => {
    const svg = render({ kind: 'matrix', run: 'a' }, matrix)
    expect(texts(svg)).toEqual(expect.arrayContaining(['token', 'dimension', 'embedding, step 7\u2009400', '−1', '0', '1']))
    const shapes = (fill: string) => [...svg.matchAll(new RegExp(`<path d="([^"]*)" fill="${fill}"`, 'g'))].map((match) => match[1])
    const [cells, bar] = [shapes('#2d004b'), shapes('#7f3b08')]
    expect([cells.length, bar.length]).toEqual([2, 2])
    expect(cells[0].match(/M/g)).toHaveLength(1)
    expect(render({ kind: 'matrix', run: 'a', range: { minimum: -10, maximum: 10 } }, matrix).match(/fill="#2d004b"/g)).toHaveLength(1)
  })

  it('show a tensor with one value for each token as bars', () => {
    const svg = render({ kind: 'matrix', run: 'a' }, { ...matrix, columns: 1, rows: 6 })
    expect(barHeights(svg, '#0072b2')).toHaveLength(6)
  })

  it('are on dark ground in the dark theme', () => {
    expect(render({ kind: 'spectrum', run: 'a', theme: 'dark' }, spectrum)).toContain('#17181b')
  })

  it('have the size on paper at 96 pixels to the inch', () => {
    expect(figurePixels({ widthMillimetres: 178, heightMillimetres: 90 })).toEqual({ width: 673, height: 340 })
  })

  it('survive a size that leaves panels no room', () => {
    expect(render({ kind: 'curves', runs: ['a', 'b'], panels: lossAndAccuracy }, curves, { widthPixels: 40, heightPixels: 30 })).toContain('<svg')
  })
})
