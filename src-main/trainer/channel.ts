import type { FromTrainer, ToTrainer } from './protocol.ts'

/** The trainer's end of its channel; `onClose` means that nobody listens any more. */
export interface TrainerChannel {
  send(message: FromTrainer): void
  onMessage(listener: (message: ToTrainer) => void): void
  onClose(listener: () => void): void
  /** Waits until all that was sent is out of this process. */
  flush(): Promise<void>
}

/** The parts of Electron's parent port and message ports that are used; `electron` itself is not imported here. */
interface MessagePort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  on(event: 'close', listener: () => void): void
  start(): void
}
interface ParentPort {
  once(event: 'message', listener: (event: { ports: MessagePort[] }) => void): void
}

function forkedChannel(): TrainerChannel {
  let sent: Promise<unknown> = Promise.resolve()
  return {
    send(message) {
      const done = new Promise((resolve) => { if (process.connected) process.send?.(message, undefined, undefined, resolve); else resolve(null) })
      sent = Promise.all([sent, done])
    },
    onMessage(listener) { process.on('message', (message) => { listener(message as ToTrainer) }) },
    onClose(listener) { process.once('disconnect', listener) },
    async flush() { await sent }
  }
}

function portChannel(port: MessagePort): TrainerChannel {
  return {
    send(message) { port.postMessage(message) },
    onMessage(listener) {
      port.on('message', ({ data }) => { listener(data as ToTrainer) })
      port.start()
    },
    onClose(listener) { port.on('close', listener) },
    // Electron's ports do not tell when a message has left; its own queue is written out within this time.
    async flush() { await new Promise((resolve) => setTimeout(resolve, 200)) }
  }
}

/** The channel to whoever started this process: a port that Electron's main process hands over, or `child_process`. */
export async function openChannel(): Promise<TrainerChannel> {
  const { parentPort } = process as { parentPort?: ParentPort }
  if (parentPort === undefined) return forkedChannel()
  return new Promise((resolve) => {
    parentPort.once('message', ({ ports }) => { resolve(portChannel(ports[0])) })
  })
}
