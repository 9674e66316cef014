import type {
  EChartsOption, LineSeriesOption, ScatterSeriesOption, SeriesOption, TitleComponentOption, XAXisComponentOption, YAXisComponentOption
} from 'echarts'
import { describe, expect, it } from 'vitest'
import { figureOption } from '../../../shared/figures/option.ts'
import { figureThemes, seriesColor } from '../../../shared/figures/palette.ts'
import type { CurvesFigure, FigureSpecInput } from '../../../shared/figures/spec.ts'
import { context, curves, run, runs, series, spec } from './samples.ts'

type CurvesInput = Extract<FigureSpecInput, { kind: 'curves' }>
const lossSpec: CurvesInput = { kind: 'curves', runs: ['a', 'b'], panels: [{ title: 'Loss', series: ['train/loss', 'test/loss'] }] }
const draw = (input: Partial<CurvesInput> = {}, data = curves, more = {}) =>
  figureOption(spec({ ...lossSpec, ...input }), data, { ...context, ...more })

const all = <T>(value: T | T[] | undefined): T[] => (value === undefined ? [] : Array.isArray(value) ? value : [value])
const seriesOf = (option: EChartsOption): SeriesOption[] => all(option.series)
const lines = (option: EChartsOption) => seriesOf(option).filter((one): one is LineSeriesOption => one.type === 'line' && /^\d+:/.test(String(one.id)))
const marks = (option: EChartsOption) => seriesOf(option).filter((one): one is ScatterSeriesOption => one.type === 'scatter')
const titles = (option: EChartsOption) => all(option.title).map((title: TitleComponentOption) => title.text)
const xAxes = (option: EChartsOption) => all(option.xAxis) as XAXisComponentOption[]
const yAxes = (option: EChartsOption) => all(option.yAxis) as YAXisComponentOption[]
const legendNames = (option: EChartsOption) =>
  all(option.legend).flatMap((legend) => (legend.data ?? []).map((entry) => (typeof entry === 'string' ? entry : entry.name)))
const pointsOf = (line: LineSeriesOption | ScatterSeriesOption) => line.data as [number, number][]

describe('curves of runs', () => {
  it('have one hue for each run; training is dashed and lighter, test solid', () => {
    const [train, test, otherTrain, otherTest] = lines(draw())
    expect([train.color, test.color]).toEqual([seriesColor(0), seriesColor(0)])
    expect([otherTrain.color, otherTest.color]).toEqual([seriesColor(1), seriesColor(1)])
    expect(train.lineStyle).toMatchObject({ type: 'dashed', opacity: 0.75 })
    expect(test.lineStyle).toMatchObject({ type: 'solid', opacity: 1 })
  })

  it('keep their hue where the page has given it', () => {
    expect(lines(draw({}, curves, { colorOf: (id: string) => `#${id.slice(0, 6)}` }))[2].color).toBe('#bbbbbb')
  })

  it('are listed by run, once each, then what dashes and marks mean', () => {
    expect(legendNames(draw())).toEqual(['mainline', 'no-decay', 'training', 'test', 'memorized', 'generalized'])
    expect(legendNames(draw({ marks: false }))).toEqual(['mainline', 'no-decay', 'training', 'test'])
    expect(legendNames(draw({ panels: [{ series: ['weight-norm/total'] }], marks: false }))).toEqual(['mainline', 'no-decay'])
  })

  it('list a milestone only where its mark is drawn', () => {
    expect(legendNames(draw({ panels: [{ series: ['train/loss'] }] }))).toEqual(['mainline', 'no-decay', 'training', 'memorized'])
    expect(legendNames(draw({ panels: [{ series: ['test/loss'] }] }))).toEqual(['mainline', 'no-decay', 'generalized'])
  })

  it('are told apart by id where runs share a name', () => {
    const twins = { ...curves, runs: [runs[0], { ...runs[1], name: 'mainline' }] }
    expect(legendNames(draw({}, twins)).slice(0, 2)).toEqual(['mainline (aaaa)', 'mainline (bbbb)'])
  })

  it('of one run with several quantities have one hue for each quantity', () => {
    const names = ['weight-norm/total', 'weight-norm/embedding']
    const one = { kind: 'curves' as const, runs: [runs[0]], series: names.map((name) => series('aaaaaaaaaa', name, 10, (step) => step)) }
    const option = draw({ panels: [{ series: names }], marks: false }, one)
    expect(lines(option).map((line) => line.color)).toEqual([seriesColor(0), seriesColor(1)])
    expect(legendNames(option)).toEqual(['weight norm: total', 'weight norm: embedding'])
  })

  it('of several runs with several quantities tell quantities apart by dashes', () => {
    const option = draw({ panels: [{ series: ['test/loss', 'test/accuracy'] }] })
    expect(lines(option).map((line) => line.lineStyle?.type)).toEqual(['solid', 'dotted', 'solid', 'dotted'])
  })

  it('are not asked for what a run does not have', () => {
    const option = draw({ panels: [{ series: ['test/loss', 'gradient-norm/total'] }] })
    expect(lines(option).map((line) => line.id)).toEqual(['0:aaaaaaaaaa:test/loss', '0:bbbbbbbbbb:test/loss'])
  })
})

describe('log axes', () => {
  it('are true log scales, on either axis', () => {
    const option = draw({ xScale: 'logarithmic', panels: [{ series: ['train/loss'], yScale: 'logarithmic' }] })
    expect(xAxes(option)[0]).toMatchObject({ type: 'log', min: 1, max: 100 })
    expect(yAxes(option)[0]).toMatchObject({ type: 'log', min: 1e-9, max: 1 })
    expect(xAxes(draw())[0]).toMatchObject({ type: 'value', min: 0, max: 100 })
  })

  it('turn values that they cannot show into gaps, and the panel says how many', () => {
    const values = [1, 0.5, 0.3, 0, 0.2, -1, 0.1, NaN, 0.05, 0.01]
    const data = { kind: 'curves' as const, runs: [runs[0]], series: [series('aaaaaaaaaa', 'train/loss', 10, (step) => values[step])] }
    const panels = [{ title: 'Loss', series: ['train/loss'], yScale: 'logarithmic' as const }]
    const option = draw({ panels }, data)
    expect(pointsOf(lines(option)[0]).filter(([, value]) => Number.isNaN(value)).map(([step]) => step)).toEqual([3, 5, 7])
    expect(lines(option)[0].connectNulls).toBe(false)
    expect(titles(option)).toEqual(['Loss   {note|3 values not drawn (≤ 0 or not finite)}'])
    expect(titles(draw({ panels: [{ title: 'Loss', series: ['train/loss'] }] }, data))).toEqual(['Loss   {note|1 value not drawn (not finite)}'])
    expect(titles(draw({ panels, toStep: 4 }, data))).toEqual(['Loss   {note|1 value not drawn (≤ 0 or not finite)}'])
  })

  it('have no step 0', () => {
    expect(pointsOf(lines(draw({ xScale: 'logarithmic' }))[0])[0][0]).toBe(1)
    expect(pointsOf(lines(draw())[0])[0][0]).toBe(0)
  })

  it('end on powers of ten, with round labels', () => {
    const option = draw({ panels: [{ series: ['train/loss'], yScale: 'logarithmic' }] })
    const { customValues } = yAxes(option)[0].axisLabel as { customValues: number[] }
    expect(customValues.every((value) => Number.isInteger(Math.log10(value)))).toBe(true)
  })
})

describe('panels', () => {
  const panels: CurvesFigure['panels'] = ['train/loss', 'test/accuracy', 'weight-norm/total']
    .map((name) => ({ title: '', series: [name], yScale: 'linear' as const }))

  it('share their range of steps, and none overlaps another', () => {
    const option = draw({ panels, fromStep: 10 })
    expect(xAxes(option).map(({ min, max }) => [min, max])).toEqual([[10, 100], [10, 100], [10, 100]])
    const grids = all(option.grid).map(({ left, top, width, height }) =>
      ({ left: Number(left), top: Number(top), right: Number(left) + Number(width), bottom: Number(top) + Number(height) }))
    grids.forEach((a, i) => grids.slice(i + 1).forEach((b) => {
      expect(a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top).toBe(true)
    }))
    for (const { left, top, right, bottom } of grids) expect(left >= 0 && top >= 0 && right <= 640 && bottom <= 360).toBe(true)
  })

  it('name their axes', () => {
    const option = draw({ panels })
    expect(yAxes(option).map(({ name }) => name)).toEqual(['loss', 'accuracy', 'weight norm: total'])
    expect(xAxes(option).map(({ name }) => name)).toEqual(['step', 'step', 'step'])
  })

  it('show shares from 0 to 1 and losses from 0', () => {
    const [loss, accuracy, norm] = yAxes(draw({ panels }))
    expect(loss).toMatchObject({ min: 0, max: 1 })
    expect(accuracy).toMatchObject({ min: 0, max: 1 })
    expect(norm).toMatchObject({ min: 35, max: 60 })
  })

  it('hold at most two points for each of their pixels, extrema exact', () => {
    const spikes = series('aaaaaaaaaa', 'train/loss', 50_000, (step) => (step === 31_415 ? 9 : 1 + (step % 7) / 10))
    const option = draw({}, { kind: 'curves', runs: [runs[0]], series: [spikes] })
    expect(pointsOf(lines(option)[0]).length).toBeLessThan(2 * 640 + 5)
    expect(pointsOf(lines(option)[0])).toContainEqual([31_415, 9])
  })
})

describe('marks', () => {
  it('stand where a run memorized (◇, on its training curve) and generalized (◆, on its test curve)', () => {
    const [memorized, generalized] = marks(draw({ panels: [{ series: ['train/accuracy', 'test/accuracy'] }] }))
    expect([memorized.name, memorized.symbol, generalized.name, generalized.symbol]).toEqual(['memorized', 'diamond', 'generalized', 'diamond'])
    expect(memorized.data).toMatchObject([
      { value: [20, 1], itemStyle: { color: '#ffffff', borderColor: seriesColor(0) } }, { value: [25, 1], itemStyle: { borderColor: seriesColor(1) } }
    ])
    expect(generalized.data).toMatchObject([{ value: [80, 1], itemStyle: { color: seriesColor(0) } }])
  })

  it('stand on the first curve where a panel knows neither set, and not on a curve of the other set', () => {
    expect(marks(draw({ panels: [{ series: ['weight-norm/total'] }] }))[0].data).toMatchObject([{ value: [20, 55] }, { value: [25, 53.75] }])
    expect(marks(draw({ panels: [{ series: ['test/loss'] }] })).map((mark) => mark.name)).toEqual(['generalized'])
  })

  it('are left out where the spec wants none, or nothing was reached', () => {
    expect(marks(draw({ marks: false }))).toEqual([])
    expect(marks(draw({}, { ...curves, runs: [run('aaaaaaaaaa', 'young')] }))).toEqual([])
  })
})

describe('smoothing', () => {
  const noisy = { kind: 'curves' as const, runs: [runs[0]], series: [series('aaaaaaaaaa', 'train/loss', 30_000, (step) => step % 2)] }

  it('works on the whole history before anything is cut or thinned', () => {
    const whole = pointsOf(lines(draw({ smoothing: 0.9 }, noisy))[0])
    const late = pointsOf(lines(draw({ smoothing: 0.9, fromStep: 29_000 }, noisy))[0])
    expect(Math.max(...late.map(([, value]) => value))).toBeLessThan(0.6)
    const shared = late.filter(([step]) => whole.some(([other]) => other === step))
    expect(shared.length).toBeGreaterThan(10)
    for (const [step, value] of shared) expect(whole.find(([other]) => other === step)?.[1]).toBe(value)
  })
})

describe('the option', () => {
  it('wears the theme', () => {
    expect(draw({ theme: 'dark' }).backgroundColor).toBe(figureThemes.dark.background)
    expect(draw().textStyle).toMatchObject({ fontFamily: 'Source Sans 3', color: figureThemes.light.text })
  })

  it('has a cursor through all panels and a shared pointer where the page asks for them', () => {
    const option = draw({ panels: [{ series: ['train/loss'] }, { series: ['test/loss'] }] }, curves, { cursorStep: 42, interactive: true })
    const cursors = seriesOf(option).filter((one) => String(one.id).startsWith('cursor:')) as LineSeriesOption[]
    expect(cursors.map((cursor) => cursor.markLine?.data)).toEqual([[{ xAxis: 42 }], [{ xAxis: 42 }]])
    expect(option.axisPointer).toMatchObject({ link: [{ xAxisIndex: 'all' }] })
    expect(draw().axisPointer).toBeUndefined()
  })

  it('leaves the legend to the page where it is told to', () => {
    expect(draw({}, curves, { legend: false }).legend).toEqual({ show: false })
  })

  it('is pure: the same twice, and the data untouched', () => {
    const before = structuredClone(curves)
    expect(JSON.stringify(draw())).toBe(JSON.stringify(draw()))
    expect(curves).toEqual(before)
  })

  it('of runs without points is an empty figure, not a failure', () => {
    const empty = { ...curves, series: [] }
    expect(xAxes(draw({ xScale: 'logarithmic' }, empty))[0]).toMatchObject({ min: 1, max: 10 })
    expect(lines(draw({}, empty))).toEqual([])
  })

  it('needs data of its own kind', () => {
    expect(() => figureOption(spec({ kind: 'spectrum', run: 'x' }), curves, context)).toThrow('a spectrum figure cannot be drawn from curves data')
  })
})
