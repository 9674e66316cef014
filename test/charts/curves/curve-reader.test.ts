import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Parameters } from '../../../shared/rpc.ts'
import { CurveReader, type CurveRequest } from '../../../src-renderer/charts/curves/curve-reader.ts'
import { MemoryHost } from '../harness/memory-host.ts'
import { sampleRun, type SampleRun } from '../harness/samples.ts'
import type { Series } from '../harness/series.ts'

const runs = [0, 1].map((index) => sampleRun({ index, last: 20_000, every: 1 }))
const [first, second] = runs.map(({ record }) => record.id)
const everything: CurveRequest = { runIds: [first], names: ['train/loss'], pixels: 500, logarithmicSteps: false, range: null, follows: true }

/** The first `steps` points of a run, as if it still trained. */
function youngRun(run: SampleRun, steps: number): SampleRun {
  const cut = (whole: Series): Series => ({ steps: whole.steps.slice(0, steps), values: whole.values.slice(0, steps) })
  const series = [...run.series].map(([name, whole]) => [name, cut(whole)] as const)
  return { ...run, series: new Map(series) }
}

describe('the curves of a chart', () => {
  let host: MemoryHost
  let reader: CurveReader
  const changed = vi.fn()
  const failed = vi.fn()
  const asked = () => host.calls.filter(({ method }) => method === 'series.read').map(({ parameters }) => parameters as Parameters<'series.read'>)
  const settle = () => vi.advanceTimersByTimeAsync(400)

  beforeEach(() => {
    vi.useFakeTimers()
    host = new MemoryHost(runs)
    reader = new CurveReader(host, { changed, failed })
  })
  afterEach(() => {
    reader.dispose()
    vi.useRealTimers()
    vi.clearAllMocks()
  })

  it('are read thinned to the width of the panel, with every extremum', async () => {
    expect(reader.isLoading).toBe(true)
    reader.request(everything)
    await settle()
    expect(asked()).toEqual([{ runIds: [first], names: ['train/loss'], pixels: 500, logarithmicSteps: false }])
    const drawn = reader.curve(first, 'train/loss')
    const measured = runs[0].series.get('train/loss')?.values ?? []
    expect(reader.isLoading).toBe(false)
    expect(drawn.steps.length).toBeLessThanOrEqual(1010)
    expect(Math.max(...drawn.values)).toBe(Math.max(...measured))
    expect(Math.min(...drawn.values)).toBe(Math.min(...measured))
  })

  it('are read again where the user zooms in, the visible part only, at a higher resolution', async () => {
    reader.request(everything)
    await settle()
    const coarse = countInside(reader.curve(first, 'train/loss').steps, 1000, 1400)
    reader.request({ ...everything, range: { from: 1000, to: 1400 } })
    await settle()
    expect(asked()[1]).toMatchObject({ fromStep: 1000, toStep: 1400, pixels: 500 })
    const zoomed = reader.curve(first, 'train/loss').steps
    expect(coarse).toBeLessThan(50)
    expect(countInside(zoomed, 1000, 1400)).toBe(401)
    expect(zoomed.at(-1)).toBe(20_000)
    expect([...zoomed]).toEqual([...zoomed].sort((a, b) => a - b))
  })

  it('ask for nothing twice: another run brings that run only', async () => {
    reader.request(everything)
    await settle()
    reader.request({ ...everything, runIds: [first, second] })
    reader.request({ ...everything, runIds: [second] })
    reader.request({ ...everything, runIds: [second, first] })
    await settle()
    expect(asked().map(({ runIds }) => runIds)).toEqual([[first], [second], [first]])
  })

  it('of a live run are lengthened by what they lack, by cursor', async () => {
    host.runs.set(first, youngRun(runs[0], 101))
    reader.request(everything)
    await settle()
    expect(reader.curve(first, 'train/loss').steps.at(-1)).toBe(100)
    host.runs.set(first, youngRun(runs[0], 151))
    host.emit('run.points', { runId: first, lastStep: 130 })
    host.emit('run.points', { runId: first, lastStep: 150 })
    await settle()
    expect(asked()).toHaveLength(2)
    expect(asked()[1]).toMatchObject({ runIds: [first], fromStep: 100 })
    expect([...reader.curve(first, 'train/loss').steps]).toEqual(Array.from({ length: 151 }, (_, step) => step))
  })

  it('of a run that went back to a checkpoint are read anew', async () => {
    host.runs.set(first, youngRun(runs[0], 201))
    reader.request(everything)
    await settle()
    host.runs.set(first, youngRun(runs[0], 121))
    host.emit('run.points', { runId: first, lastStep: 120 })
    await settle()
    expect(reader.curve(first, 'train/loss').steps.at(-1)).toBe(120)
  })

  it('that were measured anew are read anew, even where nobody follows; those of other series are left alone', async () => {
    reader.request({ ...everything, follows: false })
    await settle()
    host.emit('series.replaced', { runId: first, names: ['test/loss'] })
    host.emit('series.replaced', { runId: second, names: ['train/loss'] })
    await settle()
    expect(asked()).toHaveLength(1)
    host.runs.set(first, youngRun(runs[0], 121))
    host.emit('series.replaced', { runId: first, names: ['train/loss'] })
    await settle()
    expect(reader.curve(first, 'train/loss').steps.at(-1)).toBe(120)
  })

  it('of a run that ends are read to their end, even where nobody follows any more', async () => {
    host.runs.set(first, youngRun(runs[0], 101))
    reader.request(everything)
    await settle()
    host.runs.set(first, youngRun(runs[0], 131))
    reader.request({ ...everything, follows: false })
    await settle()
    expect(reader.curve(first, 'train/loss').steps.at(-1)).toBe(130)
  })

  it('of runs that are not shown, or not followed, are left alone', async () => {
    reader.request({ ...everything, follows: false })
    await settle()
    host.emit('run.points', { runId: first, lastStep: 30_000 })
    host.emit('run.points', { runId: second, lastStep: 30_000 })
    await settle()
    expect(asked()).toHaveLength(1)
  })

  it('are read anew, the visible part too, when a lost connection is there again', async () => {
    host.runs.set(first, youngRun(runs[0], 101))
    reader.request({ ...everything, range: { from: 50, to: 500 }, follows: false })
    await settle()
    host.connect('lost')
    host.runs.set(first, youngRun(runs[0], 201))
    host.connect('open')
    await settle()
    expect(reader.curve(first, 'train/loss').steps.at(-1)).toBe(200)
    expect(asked()).toHaveLength(4)
    expect(failed).not.toHaveBeenCalled()
  })

  it('that were asked for while the connection was lost are read when it is there again', async () => {
    host.connect('lost')
    reader.request(everything)
    await settle()
    expect([failed.mock.calls.length, reader.curve(first, 'train/loss').steps.length]).toEqual([1, 0])
    host.connect('open')
    await settle()
    expect(reader.curve(first, 'train/loss').steps.at(-1)).toBe(20_000)
  })

  it('that could not be read are asked for again with the next request', async () => {
    host.runs.delete(first)
    reader.request(everything)
    await settle()
    host.runs.set(first, runs[0])
    reader.request({ ...everything })
    await settle()
    expect(reader.curve(first, 'train/loss').steps.at(-1)).toBe(20_000)
  })

  it('that cannot be read are reported, and what was there stays', async () => {
    reader.request(everything)
    await settle()
    host.runs.delete(first)
    reader.request({ ...everything, range: { from: 1, to: 5 } })
    await settle()
    expect(failed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'run/unknown' }))
    expect(reader.curve(first, 'train/loss').steps.length).toBeGreaterThan(900)
  })
})

function countInside(steps: Float64Array, from: number, to: number): number {
  return steps.filter((step) => step >= from && step <= to).length
}
