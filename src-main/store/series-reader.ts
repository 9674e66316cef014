import type { SeriesData } from '../../shared/rpc.ts'
import type { Points } from './chunk-codec.ts'
import { chunkPoints, type ChunkEntry } from './chunks.ts'
import { binEdges, Decimator, type DecimatedPoints } from './decimate.ts'
import type { SeriesQuery } from './run-store.ts'
import type { SeriesState } from './series-table.ts'
import type { SeriesTables } from './series-writer.ts'
import { clip, concatenate } from './tail-codec.ts'

interface Source { series: number; chunks: ChunkEntry[]; tail: Points; from: number; to: number }

/** Reads points: all of a range, or as many as a chart of some pixels can show. */
export function createSeriesReader({ table, chunks, tails }: SeriesTables) {
  function sourceOf(run: number, state: SeriesState, query: SeriesQuery): Source {
    const from = query.fromStep ?? -Infinity
    const to = query.toStep ?? Infinity
    const tail = clip(concatenate(tails.read(run, state.number)), from, to)
    return { series: state.number, chunks: chunks.list(state.number, from, to), tail, from, to }
  }

  function readChunk(source: Source, position: number): Points {
    return clip(chunks.read(source.series, position), source.from, source.to)
  }

  function readWhole(source: Source): Points {
    return concatenate([...source.chunks.map(({ position }) => readChunk(source, position)), source.tail])
  }

  function feed(decimator: Decimator, source: Source): void {
    source.chunks.forEach((chunk, index) => {
      const isInner = index > 0 && (index < source.chunks.length - 1 || source.tail.steps.length > 0) && chunk.firstStep >= source.from && chunk.lastStep <= source.to
      if (isInner && decimator.pushSummary(chunk)) return
      decimator.push(readChunk(source, chunk.position))
    })
    decimator.push(source.tail)
  }

  function readDecimated(source: Source, pixels: number, logarithmic: boolean): DecimatedPoints {
    const atMost = source.chunks.reduce((sum, { count }) => sum + count, source.tail.steps.length)
    // Chunks at both ends may lie mostly outside the range: look closely before points are left out.
    if (atMost <= 2 * pixels + 2 * chunkPoints) {
      const whole = readWhole(source)
      if (whole.steps.length <= 2 * pixels) return { ...copy(whole), minimum: whole.values.slice(), maximum: whole.values.slice() }
    }
    const range = axisOf(source, logarithmic)
    const decimator = new Decimator(binEdges({ ...range, pixels, logarithmic: logarithmic && range.from > 0 }))
    feed(decimator, source)
    return decimator.finish()
  }

  function axisOf(source: Source, logarithmic: boolean): { from: number; to: number } {
    const ends = source.chunks.flatMap(({ firstStep, lastStep }) => [firstStep, lastStep])
    if (source.tail.steps.length > 0) ends.push(source.tail.steps[0], source.tail.steps[source.tail.steps.length - 1])
    const to = Math.min(source.to, ends[ends.length - 1])
    const from = Math.max(source.from, ends[0])
    return { from: logarithmic && from <= 0 ? firstPositiveStep(source) : from, to }
  }

  function firstPositiveStep(source: Source): number {
    const chunk = source.chunks.find(({ lastStep }) => lastStep > 0)
    const steps = chunk === undefined ? source.tail.steps : readChunk(source, chunk.position).steps
    return steps.find((step) => step > 0) ?? 0
  }

  /** Series of the run by name, in the order asked for; names that the run does not have are left out. */
  return function readSeries(run: { id: string; number: number }, query: SeriesQuery): SeriesData[] {
    const known = new Map(table.list(run.number).map((state) => [state.name, state]))
    return query.names.flatMap((name) => {
      const state = known.get(name)
      if (state === undefined) return []
      const source = sourceOf(run.number, state, query)
      if (query.pixels === undefined) return [{ runId: run.id, name, ...copy(readWhole(source)) }]
      return [{ runId: run.id, name, ...readDecimated(source, query.pixels, query.logarithmicSteps ?? false) }]
    })
  }
}

// Views share the memory of whole chunks or batches, which must not be kept alive or sent along.
function copy({ steps, values }: Points): Points {
  const isWhole = (array: Float64Array): boolean => array.byteLength === array.buffer.byteLength
  return { steps: isWhole(steps) ? steps : steps.slice(), values: isWhole(values) ? values : values.slice() }
}
