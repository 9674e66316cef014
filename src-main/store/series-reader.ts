import type { SeriesData } from '../../shared/rpc.ts'
import type { Points } from './chunk-codec.ts'
import { chunkPoints, type ChunkEntry } from './chunks.ts'
import { binEdges, Decimator } from './decimate.ts'
import type { SeriesQuery } from './run-store.ts'
import type { SeriesTables } from './series-writer.ts'
import { clip, concatenate } from './tail-codec.ts'

/** Where the points of a series in a range of steps lie. */
interface Source { series: number; chunks: ChunkEntry[]; tail: Points; from: number; to: number }

/** Reads points: all of a range, or as many as a chart of some pixels can show. */
export class SeriesReader {
  readonly #tables: SeriesTables

  constructor(tables: SeriesTables) {
    this.#tables = tables
  }

  /** Series of the run by name, in the order asked for; names that the run does not have are left out. */
  read(run: { id: string; number: number }, query: SeriesQuery): SeriesData[] {
    const known = new Map(this.#tables.table.list(run.number).map(({ name, number }) => [name, number]))
    return query.names.flatMap((name) => {
      const series = known.get(name)
      if (series === undefined) return []
      const source = this.#sourceOf(run.number, series, query)
      if (query.pixels === undefined) return [{ runId: run.id, name, ...ownCopy(this.#readWhole(source)) }]
      return [{ runId: run.id, name, ...this.#readDecimated(source, query.pixels, query.logarithmicSteps ?? false) }]
    })
  }

  #sourceOf(run: number, series: number, { fromStep: from = -Infinity, toStep: to = Infinity }: SeriesQuery): Source {
    const tail = clip(concatenate(this.#tables.tails.read(run, series)), from, to)
    return { series, chunks: this.#tables.chunks.list(series, from, to), tail, from, to }
  }

  #readChunk(source: Source, position: number): Points {
    return clip(this.#tables.chunks.read(source.series, position), source.from, source.to)
  }

  #readWhole(source: Source): Points {
    return concatenate([...source.chunks.map(({ position }) => this.#readChunk(source, position)), source.tail])
  }

  #readDecimated(source: Source, pixels: number, logarithmic: boolean): Points {
    const atMost = source.chunks.reduce((sum, { count }) => sum + count, source.tail.steps.length)
    // Chunks at both ends may lie mostly outside the range: look closely before points are left out.
    if (atMost <= 2 * pixels + 2 * chunkPoints) {
      const whole = this.#readWhole(source)
      if (whole.steps.length <= 2 * pixels) return ownCopy(whole)
    }
    const axis = this.#axisOf(source, logarithmic)
    const decimator = new Decimator(binEdges({ ...axis, pixels, logarithmic: logarithmic && axis.from > 0 }))
    this.#feed(decimator, source)
    return decimator.finish()
  }

  #feed(decimator: Decimator, source: Source): void {
    const last = source.tail.steps.length > 0 ? source.chunks.length : source.chunks.length - 1
    source.chunks.forEach((chunk, index) => {
      const isInner = index > 0 && index < last && chunk.firstStep >= source.from && chunk.lastStep <= source.to
      if (isInner && decimator.pushSummary(chunk)) return
      decimator.push(this.#readChunk(source, chunk.position))
    })
    decimator.push(source.tail)
  }

  /** Ends of the axis: those asked for, but no wider than the points, and above 0 on a log axis. */
  #axisOf(source: Source, logarithmic: boolean): { from: number; to: number } {
    const ends = source.chunks.flatMap(({ firstStep, lastStep }) => [firstStep, lastStep])
    if (source.tail.steps.length > 0) ends.push(source.tail.steps[0], source.tail.steps[source.tail.steps.length - 1])
    const from = Math.max(source.from, ends[0])
    return { from: logarithmic && from <= 0 ? this.#firstPositiveStep(source) : from, to: Math.min(source.to, ends[ends.length - 1]) }
  }

  #firstPositiveStep(source: Source): number {
    const chunk = source.chunks.find(({ lastStep }) => lastStep > 0)
    const { steps } = chunk === undefined ? source.tail : this.#readChunk(source, chunk.position)
    return steps.find((step) => step > 0) ?? 0
  }
}

// Views share the memory of whole chunks or batches, which must not be kept alive or sent along.
function ownCopy({ steps, values }: Points): Points {
  const isWhole = (array: Float64Array): boolean => array.byteLength === array.buffer.byteLength
  return { steps: isWhole(steps) ? steps : steps.slice(), values: isWhole(values) ? values : values.slice() }
}
