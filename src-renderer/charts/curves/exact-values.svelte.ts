import type { Host } from '../../host/host.ts'
import { curveOf, pointNear } from './curve-points.ts'

const restMs = 150
/** A point further away than this is read off the drawn curve. */
const reach = 200

type Point = { step: number; value: number }

/** Values at the cursor as they were measured, for curves that are drawn thinned: read once the cursor rests. */
export class ExactValues {
  #found: { step: number; points: ReadonlyMap<string, Point> } | null = $state.raw(null)
  readonly #host: Pick<Host, 'call'>
  readonly #failed: (error: unknown) => void
  #timer: ReturnType<typeof setTimeout> | null = null
  #asked = 0

  constructor(host: Pick<Host, 'call'>, failed: (error: unknown) => void) {
    this.#host = host
    this.#failed = failed
  }

  at(runId: string, series: string, step: number): Point | undefined {
    return this.#found?.step === step ? this.#found.points.get(`${runId}/${series}`) : undefined
  }

  request(runIds: readonly string[], names: readonly string[], step: number): void {
    this.cancel()
    if (runIds.length > 0 && names.length > 0) this.#timer = setTimeout(() => void this.#read(runIds, names, step), restMs)
  }

  cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#asked++
  }

  async #read(runIds: readonly string[], names: readonly string[], step: number): Promise<void> {
    const asked = ++this.#asked
    try {
      const answer = await this.#host.call('series.read', { runIds: [...runIds], names: [...names], fromStep: Math.max(0, step - reach), toStep: step + reach })
      if (asked !== this.#asked) return
      const points = answer.flatMap((data) => { const point = pointNear(curveOf(data), step); return point ? [[`${data.runId}/${data.name}`, point] as const] : [] })
      this.#found = { step, points: new Map(points) }
    } catch (error) {
      if (asked === this.#asked) this.#failed(error)
    }
  }
}
