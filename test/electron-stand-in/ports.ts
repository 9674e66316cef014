import { EventEmitter } from 'node:events'

/** Where the other half of a port can be: in this process, or behind a child's channel. */
export interface PortHome {
  deliver(portId: number, data: unknown): void
  close(portId: number): void
}

interface End {
  peer: number
  home: PortHome
}

let nextId = 1
const ends = new Map<number, End>()
const localPorts = new Map<number, MessagePortMain>()

const here: PortHome = {
  deliver: (portId, data) => localPorts.get(portId)?.receive(data),
  close: (portId) => localPorts.get(portId)?.closed()
}

/** One end of a channel, with the rules of Electron's: nothing is delivered before `start`, data are cloned. */
export class MessagePortMain extends EventEmitter {
  readonly id: number
  #isStarted = false
  #queue: unknown[] = []

  constructor(id: number) {
    super()
    this.id = id
    localPorts.set(id, this)
  }

  postMessage(data: unknown, transfer: readonly MessagePortMain[] = []): void {
    if (transfer.length > 0) throw new Error('The stand-in passes ports on through processes only.')
    postFrom(this.id, structuredClone(data))
  }

  start(): void {
    this.#isStarted = true
    for (const data of this.#queue.splice(0)) this.emit('message', { data, ports: [] })
  }

  close(): void {
    closeEnd(this.id)
  }

  receive(data: unknown): void {
    if (this.#isStarted) setImmediate(() => this.emit('message', { data, ports: [] }))
    else this.#queue.push(data)
  }

  closed(): void {
    localPorts.delete(this.id)
    setImmediate(() => this.emit('close'))
  }
}

export class MessageChannelMain {
  readonly port1: MessagePortMain
  readonly port2: MessagePortMain

  constructor() {
    const [first, second] = [nextId++, nextId++]
    ends.set(first, { peer: second, home: here })
    ends.set(second, { peer: first, home: here })
    this.port1 = new MessagePortMain(first)
    this.port2 = new MessagePortMain(second)
  }
}

/** A message that the holder of `portId` posted. */
export function postFrom(portId: number, data: unknown): void {
  const end = ends.get(portId)
  if (end !== undefined) ends.get(end.peer)?.home.deliver(end.peer, data)
}

export function closeEnd(portId: number): void {
  const end = ends.get(portId)
  if (end === undefined) return
  ends.delete(portId)
  localPorts.delete(portId)
  const peer = ends.get(end.peer)
  ends.delete(end.peer)
  peer?.home.close(end.peer)
}

/** Gives a port to another process; it is of no use here any more. */
export function movePort(port: MessagePortMain, home: PortHome): void {
  const end = ends.get(port.id)
  if (end === undefined) throw new Error('The port is closed and cannot be passed on.')
  localPorts.delete(port.id)
  end.home = home
}

/** Closes every port that a process held when it ended. */
export function closeHome(home: PortHome): void {
  for (const [id, end] of [...ends]) if (end.home === home) closeEnd(id)
}
