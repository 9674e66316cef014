import type { QueueState } from '../../shared/rpc.ts'
import type { Host } from '../host/host.ts'

/** What trains and what waits. */
export class Queue {
  now: QueueState = $state.raw({ training: [], queued: [], secondsLeft: null })
  readonly #host: Host

  constructor(host: Host) {
    this.#host = host
    host.on('queue.changed', (state) => { this.now = state })
  }

  async load(): Promise<void> {
    this.now = await this.#host.call('queue.get', {})
  }

  /** Moves a waiting run by so many places; the change shows at once and the workbench confirms it. */
  async move(runId: string, places: number): Promise<void> {
    const queued = this.now.queued.filter((id) => id !== runId)
    const from = this.now.queued.indexOf(runId)
    queued.splice(Math.max(0, from + places), 0, runId)
    this.now = { ...this.now, queued }
    await this.#host.call('queue.reorder', { runIds: queued })
  }
}
