import { describe, expect, it } from 'vitest'
import { randomGenerator } from './random.ts'
import type { RunStore } from '../../src-main/store/run-store.ts'
import { codeOf, create, curve, open, temporaryFolder } from './fixtures.ts'

function whole(store: RunStore, id: string, name: string): { steps: number[]; values: number[] } {
  const [{ steps, values }] = store.readSeries(id, { names: [name] })
  return { steps: [...steps], values: [...values] }
}

describe('points', () => {
  it('come back bit for bit, whatever the sizes of the batches and the spacing of the steps', () => {
    const folder = temporaryFolder()
    const store = open(folder)
    const random = randomGenerator(7)
    const upTo = (largest: number) => () => 1 + Math.floor(random() * largest)
    const spacings = { regular: () => 10, small: upTo(200), medium: upTo(60_000), large: upTo(4e9), fractional: () => random() + 1e-6 }
    const { id } = create(store)
    const expected = new Map(Object.keys(spacings).map((name) => [name, { steps: [] as number[], values: [] as number[] }]))
    for (const size of [1, 62, 3, 20_000, 62, 62, 4096, 5, 9000, 1]) {
      const points = Object.entries(spacings).map(([name, next]) => {
        const kept = expected.get(name)!
        const steps = Float64Array.from({ length: size }, () => 0)
        for (let index = 0, at = kept.steps.at(-1) ?? 0; index < size; index++) steps[index] = at += next()
        const values = steps.map(() => random() * 10 ** Math.floor(random() * 20 - 10))
        kept.steps.push(...steps)
        kept.values.push(...values)
        return { name, steps, values }
      })
      store.write(id, { points })
    }
    for (const [name, points] of expected) expect(whole(store, id, name)).toEqual(points)
    store.close()
    const again = open(folder)
    for (const [name, points] of expected) expect(whole(again, id, name)).toEqual(points)
    expect(again.check()).toEqual([])
  })

  it('keep NaN, infinities and negative zero, and summarize finite values only', () => {
    const store = open()
    const { id } = create(store)
    const values = Float64Array.of(NaN, -Infinity, -0, 3, Infinity)
    store.write(id, { points: [{ name: 'loss', steps: Float64Array.of(0, 1, 2, 3, 4), values }, { name: 'lost', steps: Float64Array.of(0), values: Float64Array.of(NaN) }] })
    store.changeRun(id, { state: 'finished' })
    expect(Object.is(store.readSeries(id, { names: ['loss'] })[0].values[2], -0)).toBe(true)
    expect(whole(store, id, 'loss').values).toEqual([...values])
    expect(store.listSeries(id)).toEqual([
      { name: 'loss', count: 5, lastStep: 4, last: Infinity, minimum: 0, maximum: 3 },
      { name: 'lost', count: 1, lastStep: 0, last: NaN, minimum: NaN, maximum: NaN }
    ])
  })

  it('are read in batches before they are folded, and the same after', () => {
    const store = open()
    const { id } = create(store)
    for (let from = 0; from < 620; from += 62) store.write(id, { points: [curve('loss', 62, { from }), curve('accuracy', 62, { from })] })
    const before = store.readSeries(id, { names: ['accuracy', 'loss'] })
    expect(before.map(({ runId, name, steps }) => [runId, name, steps.length])).toEqual([[id, 'accuracy', 620], [id, 'loss', 620]])
    store.changeRun(id, { state: 'paused' })
    expect(store.readSeries(id, { names: ['accuracy', 'loss'] })).toEqual(before)
  })

  it('are read by range, both ends included, and unknown names are left out', () => {
    const store = open()
    const { id } = create(store)
    for (let from = 0; from < 12_400; from += 620) store.write(id, { points: [curve('loss', 620, { from, value: (step) => -step })] })
    const read = (fromStep?: number, toStep?: number): number[] => [...store.readSeries(id, { names: ['nothing', 'loss'], fromStep, toStep })[0].steps]
    expect([read(12_398), read(undefined, 1), read(4095, 4097)]).toEqual([[12_398, 12_399], [0, 1], [4095, 4096, 4097]])
    expect([read(4095.5, 4096.5), read(20_000), read(8, 7)]).toEqual([[4096], [], []])
    expect(store.readSeries(id, { names: ['nothing'] })).toEqual([])
  })

  it('must ascend; a batch that does not is refused whole', () => {
    const store = open()
    const { id } = create(store)
    store.write(id, { points: [curve('loss', 10)] })
    const bad = [
      [{ name: 'loss', steps: Float64Array.of(9), values: Float64Array.of(0) }],
      [curve('other', 5), { name: 'loss', steps: Float64Array.of(11, 11), values: Float64Array.of(0, 1) }],
      [{ name: 'loss', steps: Float64Array.of(NaN), values: Float64Array.of(0) }],
      [{ name: 'loss', steps: Float64Array.of(Infinity), values: Float64Array.of(0) }],
      [{ name: 'loss', steps: Float64Array.of(20, 21), values: Float64Array.of(0) }]
    ]
    expect(bad.map((points) => codeOf(() => store.write(id, { points })))).toEqual(bad.map(() => 'request/invalid'))
    store.write(id, { points: [curve('loss', 5, { from: 10 }), { name: 'other', steps: new Float64Array(0), values: new Float64Array(0) }] })
    expect(store.listSeries(id).map(({ name, count }) => [name, count])).toEqual([['loss', 15]])
  })

  it('of a checkpoint\'s future are dropped, and the run goes on from there', () => {
    const store = open()
    const { id } = create(store)
    for (let from = 0; from < 10_000; from += 100) store.write(id, { points: [curve('loss', 100, { from, value: (step) => step })] })
    store.write(id, { points: [curve('late', 10, { from: 9000 })], changes: { step: 9999, milestones: { memorization: 100, generalization: 8000 } } })
    store.truncate(id, 5000)
    expect(store.getRun(id)).toMatchObject({
      step: 5000, milestones: { memorization: 100, generalization: null }, series: [{ name: 'loss', count: 5001, lastStep: 5000, last: 5000, minimum: 0, maximum: 5000 }]
    })
    store.write(id, { points: [curve('loss', 10, { from: 5001, value: () => -1 }), curve('late', 3, { from: 5001 })] })
    expect(whole(store, id, 'loss').values.slice(4999)).toEqual([4999, 5000, ...Array<number>(10).fill(-1)])
    expect(store.check()).toEqual([])
    store.truncate(id, -1)
    expect(store.listSeries(id)).toEqual([])
  })

  it('that were computed again take the place of the old ones, also in a run that goes on training', () => {
    const folder = temporaryFolder()
    const store = open(folder)
    const { id } = create(store)
    const other = create(store)
    for (const run of [id, other.id]) store.write(run, { points: [curve('loss', 50), curve('hessian', 9000, { value: () => 7 })] })
    store.write(id, { points: [curve('loss', 10, { from: 50 }), curve('hessian', 10, { from: 9000 })] })
    const loss = whole(store, id, 'loss')
    store.replaceSeries(id, [{ name: 'hessian', steps: Float64Array.of(0, 10, 100), values: Float64Array.of(3, 1, 2) }, curve('rank', 3)])
    expect(whole(store, id, 'hessian')).toEqual({ steps: [0, 10, 100], values: [3, 1, 2] })
    expect(store.listSeries(id).find(({ name }) => name === 'hessian')).toEqual({ name: 'hessian', count: 3, lastStep: 100, last: 2, minimum: 1, maximum: 3 })
    expect([whole(store, id, 'loss'), whole(store, id, 'rank').steps, whole(store, other.id, 'hessian').steps.length]).toEqual([loss, [0, 1, 2], 9000])
    store.write(id, { points: [curve('loss', 10, { from: 60 }), curve('hessian', 2, { from: 101 })] })
    store.replaceSeries(id, [{ name: 'rank', steps: new Float64Array(0), values: new Float64Array(0) }])
    expect(store.listSeries(id).map(({ name, count }) => [name, count])).toEqual(expect.arrayContaining([['loss', 70], ['hessian', 5]]))
    expect(store.listSeries(id)).toHaveLength(2)
    expect(store.check()).toEqual([])
    store.close()
    expect(whole(open(folder), id, 'hessian').steps).toEqual([0, 10, 100, 101, 102])
  })

  it('stay as they were where the new ones are refused', () => {
    const store = open()
    const { id } = create(store)
    store.write(id, { points: [curve('hessian', 20), curve('loss', 20)] })
    const disorder = { name: 'hessian', steps: Float64Array.of(3, 2), values: Float64Array.of(0, 0) }
    expect(codeOf(() => store.replaceSeries(id, [curve('loss', 3), disorder]))).toBe('request/invalid')
    expect(codeOf(() => store.replaceSeries('aaaaaaaaaa', [curve('loss', 3)]))).toBe('run/unknown')
    store.write(id, { points: [curve('loss', 5, { from: 20 })] })
    expect(store.listSeries(id).map(({ name, count }) => [name, count])).toEqual([['hessian', 20], ['loss', 25]])
    expect(store.check()).toEqual([])
  })
})
