import { toWireError } from '../../shared/errors.ts'
import type { RunChanges, RunStore } from '../store/run-store.ts'
import type { EventBus } from './events.ts'

const retryMs = 2000

/** Marks what became of runs, also where the store cannot be written at the moment: it tries again until there is space. */
export class RunMarks {
  readonly #store: RunStore
  readonly #events: EventBus
  readonly #waiting = new Map<string, RunChanges>()
  #timer: NodeJS.Timeout | null = null

  constructor(store: RunStore, events: EventBus) {
    this.#store = store
    this.#events = events
  }

  /** Never throws: a failure is told, and mended later. */
  set(runId: string, changes: RunChanges): void {
    this.#waiting.set(runId, changes)
    const failure = this.#write(runId, changes)
    if (failure === null) return
    this.#events.emit('message', { level: 'error', text: `What became of run ${runId} cannot be kept yet: ${failure}` })
    this.#timer ??= setInterval(() => this.#retry(), retryMs).unref()
  }

  close(): void {
    this.#retry()
    if (this.#timer !== null) clearInterval(this.#timer)
  }

  #retry(): void {
    for (const [runId, changes] of this.#waiting) this.#write(runId, changes)
    if (this.#waiting.size > 0 || this.#timer === null) return
    clearInterval(this.#timer)
    this.#timer = null
  }

  /** Why it failed, or null. */
  #write(runId: string, changes: RunChanges): string | null {
    try {
      if (this.#store.hasRun(runId)) this.#store.changeRun(runId, changes)
    } catch (error) {
      return toWireError(error).message
    }
    this.#waiting.delete(runId)
    this.#events.emit('runs.changed', { runIds: [runId] })
    return null
  }
}
