import type { EventName, Events } from '../../shared/rpc.ts'

export type Listener<E extends EventName> = (payload: Events[E]) => void

/** What the workbench tells without being asked. A listener that throws never stops the others. */
export class EventBus {
  readonly #listeners: { [E in EventName]: Set<Listener<E>> } = {
    'runs.changed': new Set(), 'run.preparing': new Set(), 'run.progress': new Set(), 'run.points': new Set(), 'run.snapshot': new Set(),
    'queue.changed': new Set(), 'measure.progress': new Set(), 'measures.changed': new Set(), 'series.replaced': new Set(),
    'runtime.progress': new Set(), 'runtime.changed': new Set(), 'settings.changed': new Set(), 'study.changed': new Set(), message: new Set(),
    command: new Set()
  }

  on<E extends EventName>(event: E, listener: Listener<E>): () => void {
    const listeners = this.#listeners[event]
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }

  emit<E extends EventName>(event: E, payload: Events[E]): void {
    for (const listener of [...this.#listeners[event]]) {
      try {
        listener(payload)
      } catch (error) {
        queueMicrotask(() => { throw error })
      }
    }
  }
}
