import type { Events, RuntimeStatus } from '../../shared/rpc.ts'
import type { EventBus } from './events.ts'

/** What the workbench asks of the TensorFlow installation. */
export interface RuntimeSource {
  status: () => Promise<RuntimeStatus>
  install: (progress: (progress: Events['runtime.progress']) => void, signal: AbortSignal) => Promise<RuntimeStatus>
}

/** One installation at a time, told as events, ended when the workbench closes. */
export class RuntimeService {
  readonly #source: RuntimeSource
  readonly #events: EventBus
  readonly #abort = new AbortController()
  #running: Promise<RuntimeStatus> | null = null

  constructor(source: RuntimeSource, events: EventBus) {
    this.#source = source
    this.#events = events
  }

  async status(): Promise<RuntimeStatus> {
    return { ...await this.#source.status(), installing: this.#running !== null }
  }

  install(): Promise<RuntimeStatus> {
    this.#running ??= this.#install().finally(() => { this.#running = null })
    return this.#running
  }

  async close(): Promise<void> {
    this.#abort.abort()
    if (this.#running !== null) await this.#running.then(() => undefined, () => undefined)
  }

  async #install(): Promise<RuntimeStatus> {
    const status = await this.#source.install((progress) => this.#events.emit('runtime.progress', progress), this.#abort.signal)
    this.#events.emit('runtime.changed', status)
    return status
  }
}
