import { fromWireError, GrokscopeError, type WireError } from '../../shared/errors.ts'
import { eventNames, type EventName, type Events, type MethodName, type Parameters, type Reply, type Result, type ServerMessage } from '../../shared/rpc.ts'
import { decodeMessage, encodeMessage } from '../../shared/wire.ts'
import type { Unsubscribe } from './host.ts'

type Listener<E extends EventName> = (payload: Events[E]) => void
type Listeners = { [E in EventName]: Set<Listener<E>> }

interface Pending {
  resolve(reply: Reply): void
  reject(error: GrokscopeError): void
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isServerMessage(value: unknown): value is ServerMessage {
  if (!isRecord(value)) return false
  if ('event' in value) return eventNames.some((name) => name === value.event)
  return typeof value.id === 'number' && isRecord(value.reply) && typeof value.reply.ok === 'boolean'
}

export function connectionLost(): GrokscopeError {
  return new GrokscopeError('connection/lost', 'The connection to Grokscope was lost. The page connects again by itself; repeat what you did then.')
}

/** Pairs requests with replies by id and hands events to their listeners: what both transports share. */
export class CallTable {
  #nextId = 1
  readonly #pending = new Map<number, Pending>()
  readonly #listeners: Listeners = {
    'runs.changed': new Set(), 'run.preparing': new Set(), 'run.progress': new Set(), 'run.points': new Set(), 'run.snapshot': new Set(), 'queue.changed': new Set(),
    'measure.progress': new Set(), 'measures.changed': new Set(), 'series.replaced': new Set(), 'runtime.progress': new Set(),
    'runtime.changed': new Set(), 'settings.changed': new Set(), 'study.changed': new Set(), 'message': new Set(),
    'command': new Set()
  }

  async call<K extends MethodName>(method: K, parameters: Parameters<K>, send: (bytes: Uint8Array) => void): Promise<Result<K>> {
    const id = this.#nextId++
    const reply = await new Promise<Reply>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject })
      try {
        send(encodeMessage({ id, method, parameters }))
      } catch (error) {
        this.#pending.delete(id)
        reject(new GrokscopeError('internal', `The request ${method} could not be sent: ${error instanceof Error ? error.message : String(error)}`))
      }
    })
    if (!reply.ok) throw fromWireError(reply.error satisfies WireError)
    return reply.value as Result<K>
  }

  on<E extends EventName>(event: E, listener: Listener<E>): Unsubscribe {
    const listeners: Set<Listener<E>> = this.#listeners[event]
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  receive(bytes: Uint8Array): void {
    const message = decodeMessage(bytes)
    if (!isServerMessage(message)) throw new GrokscopeError('internal', 'The application sent a message that this page does not know. Reload the page.')
    if ('event' in message) return this.#announce(message.event, message.payload)
    const pending = this.#pending.get(message.id)
    this.#pending.delete(message.id)
    pending?.resolve(message.reply)
  }

  /** Every request that waits fails now. */
  rejectAll(error: GrokscopeError): void {
    const waiting = [...this.#pending.values()]
    this.#pending.clear()
    for (const { reject } of waiting) reject(error)
  }

  #announce<E extends EventName>(event: E, payload: unknown): void {
    const listeners: Set<Listener<E>> = this.#listeners[event]
    for (const listener of listeners) listener(payload as Events[E])
  }
}
