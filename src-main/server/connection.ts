import * as v from 'valibot'
import type { WebSocket } from 'ws'
import { eventNames, type EventName, type ServerMessage } from '../../shared/rpc.ts'
import { decodeMessage, encodeMessage } from '../../shared/wire.ts'
import { dispatch } from '../workbench/dispatch.ts'
import type { Workbench } from '../workbench/workbench.ts'

const clientMessageSchema = v.strictObject({
  id: v.pipe(v.number(), v.integer()), method: v.pipe(v.string(), v.maxLength(100)), parameters: v.unknown()
})

export const largestMessageBytes = 16 * 2 ** 20
const mostOpenCalls = 512
/** Above this, events that a later one replaces are left out. */
const slowBytes = 4 * 2 ** 20
/** Above this, no further call is read until the client has taken what it was sent. */
const fullBytes = 64 * 2 ** 20
const replaceable: readonly EventName[] = ['run.progress', 'run.points']

/** Close codes of RFC 6455. */
const closeCodes = { unsupported: 1003, invalid: 1007, policy: 1008 } as const

/** One page on the wire: its calls in, replies and events out. */
export class Connection {
  readonly #socket: WebSocket
  readonly #workbench: Workbench
  #openCalls = 0
  #alive = true

  constructor(socket: WebSocket, workbench: Workbench) {
    this.#socket = socket
    this.#workbench = workbench
    const subscriptions = eventNames.map((event) => workbench.on(event, (payload) => this.#tell(event, payload)))
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary))
    socket.on('pong', () => { this.#alive = true })
    // A broken connection is closed by ws itself; the page connects anew.
    socket.on('error', () => socket.terminate())
    socket.on('close', () => { for (const unsubscribe of subscriptions) unsubscribe() })
  }

  /** Ends the connection where the last question found no answer, else asks again. */
  probe(): void {
    if (!this.#alive) return this.#socket.terminate()
    this.#alive = false
    this.#socket.ping()
  }

  #tell(event: EventName, payload: unknown): void {
    if (replaceable.includes(event) && this.#socket.bufferedAmount > slowBytes) return
    this.#send({ event, payload })
  }

  #send(message: ServerMessage): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    this.#socket.send(encodeMessage(message), () => this.#regulate())
    this.#regulate()
  }

  #regulate(): void {
    const full = this.#socket.bufferedAmount > fullBytes
    if (full && !this.#socket.isPaused) this.#socket.pause()
    if (!full && this.#socket.isPaused) this.#socket.resume()
  }

  #receive(data: unknown, isBinary: boolean): void {
    if (!isBinary || !(data instanceof Buffer)) return this.#socket.close(closeCodes.unsupported, 'expected binary messages')
    const message = parseMessage(data)
    if (message === null) return this.#socket.close(closeCodes.invalid, 'the message is not of the contract')
    if (this.#openCalls >= mostOpenCalls) return this.#socket.close(closeCodes.policy, 'too many calls at once')
    void this.#answer(message)
  }

  async #answer({ id, method, parameters }: v.InferOutput<typeof clientMessageSchema>): Promise<void> {
    this.#openCalls++
    const reply = await dispatch(this.#workbench, method, parameters)
    this.#openCalls--
    this.#send({ id, reply })
  }
}

function parseMessage(data: Buffer): v.InferOutput<typeof clientMessageSchema> | null {
  try {
    const parsed = v.safeParse(clientMessageSchema, decodeMessage(data))
    return parsed.success ? parsed.output : null
  } catch (error) {
    // Whatever bytes the decoder stumbles over, the answer is the same.
    if (error instanceof Error) return null
    throw error
  }
}
