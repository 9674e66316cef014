import { EventEmitter } from 'node:events'
import { isMainThread } from 'node:worker_threads'

// Loaded into forked processes: gives them `process.parentPort`, and takes away what a utility process does not have.

export type ToChild = { kind: 'message'; data: unknown; ports: number[] } | { kind: 'port'; port: number; data: unknown } | { kind: 'port-closed'; port: number }
export type FromChild = { kind: 'message'; data: unknown } | { kind: 'port'; port: number; data: unknown } | { kind: 'port-closed'; port: number }

const rawSend = process.send?.bind(process)
const send = (message: FromChild) => void rawSend?.(message)
const ports = new Map<number, ChildPort>()

class ChildPort extends EventEmitter {
  readonly #id: number
  #isStarted = false
  #queue: unknown[] = []
  #isClosed = false

  constructor(id: number) {
    super()
    this.#id = id
    ports.set(id, this)
  }

  postMessage(data: unknown): void {
    if (!this.#isClosed) send({ kind: 'port', port: this.#id, data })
  }

  start(): void {
    this.#isStarted = true
    for (const data of this.#queue.splice(0)) this.emit('message', { data, ports: [] })
  }

  close(): void {
    this.#isClosed = true
    ports.delete(this.#id)
    send({ kind: 'port-closed', port: this.#id })
  }

  receive(data: unknown): void {
    if (this.#isStarted) this.emit('message', { data, ports: [] })
    else this.#queue.push(data)
  }

  closed(): void {
    this.#isClosed = true
    ports.delete(this.#id)
    this.emit('close')
  }
}

class ParentPort extends EventEmitter {
  #waiting: { data: unknown; ports: ChildPort[] }[] | null = []

  constructor() {
    super()
    this.on('newListener', (event) => {
      if (event === 'message') setImmediate(() => this.start())
    })
  }

  postMessage(data: unknown): void {
    send({ kind: 'message', data })
  }

  start(): void {
    const waiting = this.#waiting ?? []
    this.#waiting = null
    for (const event of waiting) this.emit('message', event)
  }

  receive(data: unknown, portIds: number[]): void {
    const event = { data, ports: portIds.map((id) => new ChildPort(id)) }
    if (this.#waiting === null) this.emit('message', event)
    else this.#waiting.push(event)
  }
}

function becomeUtilityProcess(): void {
  if (rawSend === undefined) throw new Error('The stand-in for a utility process was started without a channel.')
  const parentPort = new ParentPort()
  Object.defineProperty(process, 'parentPort', { value: parentPort })
  Object.defineProperty(process, 'send', { value: undefined })
  process.on('message', (message: ToChild) => {
    if (message.kind === 'message') parentPort.receive(message.data, message.ports)
    else if (message.kind === 'port') ports.get(message.port)?.receive(message.data)
    else ports.get(message.port)?.closed()
  })
  process.on('disconnect', () => process.exit(0))
}

// Threads of the process load this too; they have no parent port in Electron either.
if (isMainThread) becomeUtilityProcess()
