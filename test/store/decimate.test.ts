import { describe, expect, it } from 'vitest'
import type { SeriesData } from '../../shared/rpc.ts'
import { Decimator, binEdges } from '../../src-main/store/decimate.ts'
import { summarize, type Points } from '../../src-main/store/chunk-codec.ts'
import { create, open } from './fixtures.ts'
import { randomGenerator } from './random.ts'

const random = randomGenerator(11)

/** Spikes, gaps and steps that grow, as logged on a log schedule. */
function roughCurve(count: number, growth: number): Points {
  const steps = new Float64Array(count)
  const values = new Float64Array(count)
  for (let index = 0, step = 0; index < count; index++) {
    steps[index] = step
    step += 1 + Math.floor(growth * random() * index)
    values[index] = random() < 0.001 ? 1e6 * (random() - 0.5) : Math.sin(index / 700) + 0.01 * random()
    if (random() < 0.01) values[index] = [NaN, Infinity, -Infinity][Math.floor(3 * random())]
  }
  return { steps, values }
}

/** By its definition: for each bin the points of lowest and highest finite value, plus the first and last point. */
function reference({ steps, values }: Points, binOf: (step: number) => number): { steps: number[]; values: number[] } {
  const bins = new Map<number, number[]>()
  steps.forEach((step, index) => {
    const members = bins.get(binOf(step))
    if (members === undefined) bins.set(binOf(step), [index])
    else members.push(index)
  })
  const kept = new Set([0, steps.length - 1])
  for (const members of bins.values()) {
    const finite = members.filter((index) => Number.isFinite(values[index])).sort((a, b) => values[a] - values[b] || a - b)
    const highest = finite.find((index) => values[index] === values[finite.at(-1)!])
    kept.add(finite[0] ?? members[0]).add(highest ?? members[0])
  }
  const order = [...kept].sort((a, b) => a - b)
  return { steps: order.map((index) => steps[index]), values: order.map((index) => values[index]) }
}

function edgesBin(edges: Float64Array): (step: number) => number {
  const ascending = [...edges]
  return (step) => {
    let [low, high] = [0, ascending.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (ascending[middle] <= step) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}

function compare(read: SeriesData, points: Points, edges: Float64Array): void {
  const expected = reference(points, edgesBin(edges))
  expect([...read.steps]).toEqual(expected.steps)
  expect([...read.values]).toEqual(expected.values)
}

describe('a decimated series', () => {
  const regular = roughCurve(30_000, 0)
  const growing = roughCurve(30_000, 0.05)

  for (const [name, points] of Object.entries({ regular, growing })) {
    it(`has the exact extrema of each bin, the first and the last point (${name} steps, linear axis)`, () => {
      const store = open()
      const { id } = create(store)
      store.write(id, { points: [{ name: 'loss', ...points }] })
      const to = points.steps[points.steps.length - 1]
      for (const pixels of [1, 3, 300]) {
        const [read] = store.readSeries(id, { names: ['loss'], pixels })
        expect(read.steps.length).toBeLessThanOrEqual(2 * pixels + 2)
        compare(read, points, binEdges({ from: 0, to, pixels, logarithmic: false }))
      }
    })

    it(`has them on a log axis too, with steps at 0 and below in a bin of their own (${name} steps)`, () => {
      const store = open()
      const { id } = create(store)
      store.write(id, { points: [{ name: 'loss', ...points }] })
      const to = points.steps[points.steps.length - 1]
      for (const pixels of [2, 250]) {
        const [read] = store.readSeries(id, { names: ['loss'], pixels, logarithmicSteps: true })
        compare(read, points, binEdges({ from: points.steps[1], to, pixels, logarithmic: true }))
      }
    })
  }

  it('shows a range as if there were nothing else', () => {
    const store = open()
    const { id } = create(store)
    store.write(id, { points: [{ name: 'loss', ...regular }] })
    const [read] = store.readSeries(id, { names: ['loss'], pixels: 100, fromStep: 5000, toStep: 22_000 })
    const part = { steps: regular.steps.subarray(5000, 22_001), values: regular.values.subarray(5000, 22_001) }
    compare(read, part, binEdges({ from: 5000, to: 22_000, pixels: 100, logarithmic: false }))
  })

  it('has every point where there are no more than two per pixel', () => {
    const store = open()
    const { id } = create(store)
    store.write(id, { points: [{ name: 'loss', ...regular }] })
    const [read] = store.readSeries(id, { names: ['loss'], pixels: 100, fromStep: 4000, toStep: 4199 })
    expect([...read.steps]).toEqual([...regular.steps.subarray(4000, 4200)])
    expect([...read.values]).toEqual([...regular.values.subarray(4000, 4200)])
    expect(store.readSeries(id, { names: ['loss'], pixels: 100, fromStep: 1e9 })[0].steps).toHaveLength(0)
  })

  it('is the same from summaries of chunks as from points', () => {
    const { steps, values } = roughCurve(200_000, 0)
    for (const pixels of [1, 4, 33]) {
      const edges = binEdges({ from: 0, to: steps[steps.length - 1], pixels, logarithmic: false })
      const [plain, summarized] = [new Decimator(edges), new Decimator(edges)]
      plain.push({ steps, values })
      let taken = 0
      for (let start = 0; start < steps.length; start += 1000) {
        const chunk = { steps: steps.subarray(start, start + 1000), values: values.subarray(start, start + 1000) }
        if (start + 1000 < steps.length && summarized.pushSummary(summarize(chunk))) taken++
        else summarized.push(chunk)
      }
      expect(taken).toBeGreaterThan(100)
      expect(summarized.finish()).toEqual(plain.finish())
    }
  })
})
