import type { SeriesData } from '../../../shared/rpc.ts'
import type { ReadingHost } from '../../host/host.ts'
import { onReconnection } from '../../state/reconnection.ts'
import type { Range } from '../axis.ts'
import { curveOf, emptyCurve, joinCurves, spliceCurves, type CurvePoints } from './curve-points.ts'

export interface CurveRequest {
  runIds: readonly string[]
  names: readonly string[]
  /** Width of the panels in pixels; null reads every point, for smoothing and bands. */
  pixels: number | null
  logarithmicSteps: boolean
  /** Visible steps; null where all are. */
  range: Range | null
  /** Whether runs that train are followed. */
  follows: boolean
}

export interface ReaderListener {
  changed(): void
  failed(error: unknown): void
}

type Curves = Map<string, CurvePoints>
const gatherMs = 120
/** Announced in place of a last step: what was read of the run is no longer so. */
const everything = -1
const key = (runId: string, name: string) => `${runId}/${name}`

function isSameRange(first: Range | null | undefined, second: Range | null): boolean {
  return first?.from === second?.from && first?.to === second?.to
}

/**
 * Curves of some runs as one chart needs them: thinned to its width by the workbench with each bin's extrema kept, read again
 * at a higher resolution where the user zooms in, and lengthened by what a live run lacks, never re-read whole.
 */
export class CurveReader {
  /** True until the first answer. */
  isLoading = true
  readonly #host: ReadingHost
  readonly #listener: ReaderListener
  readonly #unsubscribe: () => void
  readonly #stale = new Map<string, number>()
  #base: Curves = new Map()
  #detail: { range: Range; curves: Curves } | null = null
  #shown: Curves = new Map()
  #request: CurveRequest | null = null
  #asked = new Set<string>()
  #basis = ''
  #reading = 0
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(host: ReadingHost, listener: ReaderListener) {
    this.#host = host
    this.#listener = listener
    const unsubscribes = [
      host.on('run.points', ({ runId, lastStep }) => { if (this.#request?.follows) this.#announce(runId, lastStep) }),
      host.on('series.replaced', ({ runId, names }) => { if (names.some((name) => this.#request?.names.includes(name))) this.#announce(runId, everything) }),
      onReconnection(host, () => this.#readAnew())
    ]
    this.#unsubscribe = () => { for (const unsubscribe of unsubscribes) unsubscribe() }
  }

  curve(runId: string, name: string): CurvePoints {
    return this.#shown.get(key(runId, name)) ?? emptyCurve
  }

  /** Reads what the request needs and the reader lacks. */
  request(request: CurveRequest): void {
    const basis = `${request.pixels}/${request.logarithmicSteps}`
    const wanted = new Set(request.runIds.flatMap((runId) => request.names.map((name) => key(runId, name))))
    const hasMoved = !isSameRange(this.#request?.range, request.range)
    const hasEnded = this.#request?.follows === true && !request.follows
    this.#request = request
    if (basis !== this.#basis) this.#asked = new Set()
    this.#basis = basis
    this.#forget(wanted)
    const missing = request.runIds.filter((runId) => request.names.some((name) => !this.#asked.has(key(runId, name))))
    this.#asked = wanted
    if (missing.length > 0) void this.#readBase(missing, basis)
    if (hasMoved || missing.length > 0) void this.#readDetail(request, basis)
    if (wanted.size === 0) this.#settle()
    // The last points may be announced when nobody follows any more.
    if (hasEnded) for (const runId of request.runIds) this.#announce(runId, Number.POSITIVE_INFINITY)
  }

  dispose(): void {
    this.#unsubscribe()
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#request = null
  }

  #forget(wanted: ReadonlySet<string>): void {
    for (const known of this.#base.keys()) {
      if (!wanted.has(known)) this.#base.delete(known)
    }
  }

  /** Whatever was announced while the connection was lost was not heard. */
  #readAnew(): void {
    const request = this.#request
    if (request === null || request.runIds.length === 0) return
    this.#asked = new Set(request.runIds.flatMap((runId) => request.names.map((name) => key(runId, name))))
    void this.#readBase(request.runIds, this.#basis)
    void this.#readDetail(request, this.#basis)
  }

  async #readBase(runIds: readonly string[], basis: string): Promise<void> {
    const request = this.#request
    if (!request) return
    const answer = await this.#read(request, { runIds: [...runIds] })
    if (answer === null) return this.#forgetAsked(runIds, request.names)
    if (basis !== this.#basis || this.#request === null) return
    for (const data of answer) this.#base.set(key(data.runId, data.name), curveOf(data))
    this.#settle()
  }

  /** What was asked for in vain is asked for again by the next request. */
  #forgetAsked(runIds: readonly string[], names: readonly string[]): void {
    for (const runId of runIds) for (const name of names) this.#asked.delete(key(runId, name))
  }

  async #readDetail(request: CurveRequest, basis: string): Promise<void> {
    const { range, pixels } = request
    if (range === null || pixels === null || request.runIds.length === 0) {
      this.#detail = null
      this.#settle()
      return
    }
    const answer = await this.#read(request, { runIds: [...request.runIds], fromStep: range.from, toStep: range.to })
    if (answer === null || basis !== this.#basis || this.#request?.range !== range) return
    this.#detail = { range, curves: new Map(answer.map((data) => [key(data.runId, data.name), curveOf(data)])) }
    this.#settle()
  }

  async #read(request: CurveRequest, part: { runIds: string[]; fromStep?: number; toStep?: number }): Promise<SeriesData[] | null> {
    if (part.runIds.length === 0 || request.names.length === 0) return []
    this.#reading++
    try {
      return await this.#host.call('series.read', {
        ...part, names: [...request.names], logarithmicSteps: request.logarithmicSteps, ...(request.pixels === null ? {} : { pixels: request.pixels })
      })
    } catch (error) {
      this.#listener.failed(error)
      return null
    } finally {
      this.#reading--
    }
  }

  /** Puts together what is drawn: the whole curve, and inside the visible range the detail. */
  #settle(): void {
    const detail = this.#detail
    this.#shown = new Map([...this.#base].map(([name, base]) => {
      const fine = detail?.curves.get(name)
      return [name, fine && detail ? spliceCurves(base, fine, detail.range) : base]
    }))
    this.isLoading = this.#reading > 0 && this.#base.size === 0
    this.#listener.changed()
  }

  #announce(runId: string, lastStep: number): void {
    if (!this.#request?.runIds.includes(runId)) return
    this.#stale.set(runId, Math.min(lastStep, this.#stale.get(runId) ?? lastStep))
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      void this.#lengthen()
    }, gatherMs)
  }

  async #lengthen(): Promise<void> {
    const request = this.#request
    if (!request) return
    const stale = [...this.#stale]
    this.#stale.clear()
    const basis = this.#basis
    await Promise.all(stale.map(async ([runId, lastStep]) => {
      const known = this.#knownStep(runId, request.names)
      // A run that went back to an older checkpoint lost its later points.
      if (lastStep === everything) void this.#readDetail(request, basis)
      if (known === null || lastStep < known || this.#hasGrownTooLong(runId, request)) return this.#readBase([runId], basis)
      const answer = await this.#read(request, { runIds: [runId], fromStep: known })
      if (answer === null || basis !== this.#basis) return
      for (const data of answer) this.#append(data)
    }))
    if (this.#request) this.#settle()
  }

  /** The first step that some series of the run may lack. */
  #knownStep(runId: string, names: readonly string[]): number | null {
    const last = names.map((name) => this.#base.get(key(runId, name))?.steps.at(-1)).filter((step) => step !== undefined)
    return last.length === 0 ? null : Math.min(...last)
  }

  #hasGrownTooLong(runId: string, { names, pixels }: CurveRequest): boolean {
    return pixels !== null && names.some((name) => (this.#base.get(key(runId, name))?.steps.length ?? 0) > pixels * 6)
  }

  #append(data: SeriesData): void {
    const name = key(data.runId, data.name)
    this.#base.set(name, joinCurves(this.#base.get(name) ?? emptyCurve, curveOf(data)))
    const fine = this.#detail?.curves.get(name)
    if (fine && this.#detail && (fine.steps.at(-1) ?? 0) <= this.#detail.range.to) this.#detail.curves.set(name, joinCurves(fine, curveOf(data)))
  }
}
