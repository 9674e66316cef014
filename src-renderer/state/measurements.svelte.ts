import { GrokscopeError } from '../../shared/errors.ts'
import { isUnderWay, type Measurement } from '../../shared/measurement.ts'
import type { Host } from '../host/host.ts'

/** Measurements of checkpoints that wait, are under way, or ended in this session. */
export class Measurements {
  all: readonly Measurement[] = $state.raw([])
  readonly underWay: readonly Measurement[] = $derived(this.all.filter(isUnderWay))
  readonly #host: Host
  readonly #onFailure: (error: unknown) => void

  constructor(host: Host, onFailure: (error: unknown) => void) {
    this.#host = host
    this.#onFailure = onFailure
    host.on('measures.changed', (all) => this.#take(all))
    host.on('measure.progress', (one) => { this.all = this.all.map((other) => (other.measurementId === one.measurementId ? one : other)) })
  }

  async load(): Promise<void> {
    this.all = await this.#host.call('measures.list', {})
  }

  /** Of one run, the oldest first. */
  of(runId: string): readonly Measurement[] {
    return this.underWay.filter((measurement) => measurement.runId === runId)
  }

  async start(runIds: readonly string[], names: readonly string[]): Promise<void> {
    await this.#host.call('measures.start', { runIds: [...runIds], names: [...names] })
  }

  async cancel({ measurementId }: Measurement): Promise<void> {
    await this.#host.call('measures.cancel', { measurementIds: [measurementId] })
  }

  #take(all: readonly Measurement[]): void {
    const before = new Map(this.all.map((measurement) => [measurement.measurementId, measurement.state]))
    for (const { measurementId, state, error } of all) {
      const state0 = before.get(measurementId)
      if (state === 'failed' && state0 !== 'failed' && state0 !== undefined && error !== null) this.#onFailure(new GrokscopeError(error.code, error.message))
    }
    this.all = all
  }
}
