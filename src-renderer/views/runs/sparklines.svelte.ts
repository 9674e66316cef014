import { SvelteMap } from 'svelte/reactivity'
import type { Host } from '../../host/host.ts'
import { resample } from './resample.ts'
import type { RunRecord } from '../../../shared/run.ts'

const seriesName = 'test/accuracy'
const pixels = 60
const gatherMs = 80

/** Small curves of the runs on screen, read in one request, once for each step that a run has reached. */
export class Sparklines {
  readonly values = new SvelteMap<string, Float64Array>()
  readonly #readAt = new Map<string, number>()
  readonly #host: Host
  readonly #onFailure: (error: unknown) => void
  #wanted: readonly RunRecord[] = []
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(host: Host, onFailure: (error: unknown) => void) {
    this.#host = host
    this.#onFailure = onFailure
  }

  /** Tells which runs are on screen. */
  want(runs: readonly RunRecord[]): void {
    this.#wanted = runs
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#read().catch(this.#onFailure)
    }, gatherMs)
  }

  async #read(): Promise<void> {
    const stale = this.#wanted.filter((run) => run.step > 0 && this.#readAt.get(run.id) !== run.step)
    if (stale.length === 0) return
    for (const run of stale) this.#readAt.set(run.id, run.step)
    try {
      const found = await this.#host.call('series.read', { runIds: stale.map((run) => run.id), names: [seriesName], pixels, logarithmicSteps: true })
      for (const series of found) this.values.set(series.runId, resample(series.steps, series.values, pixels))
    } catch (error) {
      for (const run of stale) this.#readAt.delete(run.id)
      throw error
    }
  }
}
