import { GrokscopeError } from '../../shared/errors.ts'
import type { Events, RuntimeStatus } from '../../shared/rpc.ts'
import type { EventBus } from './events.ts'

/** What the workbench asks of the TensorFlow installation. */
export interface RuntimeSource {
  status: () => Promise<RuntimeStatus>
  install: (progress: (progress: Events['runtime.progress']) => void, signal: AbortSignal) => Promise<RuntimeStatus>
  check: (signal: AbortSignal) => Promise<{ findings: string[] }>
}

/** One piece of work under way, and what ends it early. */
interface Work<Result> { result: Promise<Result>; abort: AbortController }

/** One installation and one check at a time; installations are told as events. All ends when the workbench closes. */
export class RuntimeService {
  readonly #source: RuntimeSource
  readonly #events: EventBus
  #installing: Work<RuntimeStatus> | null = null
  #checking: Work<{ findings: string[] }> | null = null

  constructor(source: RuntimeSource, events: EventBus) {
    this.#source = source
    this.#events = events
  }

  async status(): Promise<RuntimeStatus> {
    return { ...await this.#source.status(), installing: this.#installing !== null }
  }

  install(): Promise<RuntimeStatus> {
    if (this.#installing === null) {
      const abort = new AbortController()
      this.#installing = { abort, result: this.#install(abort.signal) }
    }
    return this.#installing.result
  }

  /** Resolves when the installation has ended and nothing of it is left. */
  async cancel(): Promise<RuntimeStatus> {
    await endedEarly(this.#installing)
    return this.status()
  }

  /** Rejects with `request/refused` while an installation changes what would be checked. */
  check(): Promise<{ findings: string[] }> {
    if (this.#installing !== null) {
      return Promise.reject(new GrokscopeError('request/refused', 'TensorFlow is being installed; check it when that has ended'))
    }
    if (this.#checking === null) {
      const abort = new AbortController()
      const result = this.#source.check(abort.signal).then(({ findings }) => ({ findings })).finally(() => { this.#checking = null })
      this.#checking = { abort, result }
    }
    return this.#checking.result
  }

  async close(): Promise<void> {
    await Promise.all([endedEarly(this.#installing), endedEarly(this.#checking)])
  }

  /** Every page hears of the beginning and of the end, also of one that failed. */
  async #install(signal: AbortSignal): Promise<RuntimeStatus> {
    try {
      this.#events.emit('runtime.changed', await this.status())
      return await this.#source.install((progress) => this.#events.emit('runtime.progress', progress), signal)
    } finally {
      this.#installing = null
      this.#events.emit('runtime.changed', await this.status())
    }
  }
}

/** Whoever asked for the work gets its error; here it only has to be over. */
async function endedEarly(work: Work<unknown> | null): Promise<void> {
  work?.abort.abort()
  await work?.result.then(() => undefined, () => undefined)
}
