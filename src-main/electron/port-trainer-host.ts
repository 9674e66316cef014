import type { MessagePortMain } from 'electron'
import type { FromTrainer, ProcessExit, ToTrainer, TrainerHost, TrainerProcess } from '../trainer/protocol.ts'
import type { FromWorkbench } from './process-messages.ts'

/** How long the port of a trainer that has ended may still deliver. */
const lastWordsMs = 1_000

/** A trainer in a process of its own, started by Electron's main process, spoken to over a port of its own. */
class PortTrainer implements TrainerProcess {
  readonly #kill: () => void
  #port: MessagePortMain | null = null
  #waiting: ToTrainer[] = []
  #exit: ProcessExit | null = null
  #isPortClosed = false
  #isOver = false
  readonly #messageListeners: ((message: FromTrainer) => void)[] = []
  readonly #exitListeners: ((exit: ProcessExit) => void)[] = []

  constructor(kill: () => void) {
    this.#kill = kill
  }

  send(message: ToTrainer): void {
    if (this.#port === null) this.#waiting.push(message)
    else this.#port.postMessage(message)
  }

  onMessage(listener: (message: FromTrainer) => void): void {
    this.#messageListeners.push(listener)
  }

  onExit(listener: (exit: ProcessExit) => void): void {
    this.#exitListeners.push(listener)
  }

  kill(): void {
    this.#kill()
  }

  connect(port: MessagePortMain): void {
    this.#port = port
    port.on('message', ({ data }) => {
      for (const listener of this.#messageListeners) listener(data as FromTrainer)
    })
    port.on('close', () => {
      this.#isPortClosed = true
      this.#finish()
    })
    port.start()
    for (const message of this.#waiting.splice(0)) port.postMessage(message)
  }

  /** The process is gone. Its last messages come by another way than this news, so the port's end is waited for. */
  exited(code: number | null, errorOutput: string): void {
    this.#exit = { code, signal: null, errorOutput }
    if (this.#port === null || this.#isPortClosed) this.#finish()
    else setTimeout(() => this.#finish(true), lastWordsMs)
  }

  #finish(force = false): void {
    if (this.#isOver || this.#exit === null || (!this.#isPortClosed && this.#port !== null && !force)) return
    this.#isOver = true
    this.#port?.close()
    for (const listener of this.#exitListeners) listener(this.#exit)
  }
}

/** Asks Electron's main process for trainers; only it may start processes. */
export class PortTrainerHost implements TrainerHost {
  readonly #ask: (message: FromWorkbench) => void
  readonly #trainers = new Map<number, PortTrainer>()
  #nextId = 1

  constructor(ask: (message: FromWorkbench) => void) {
    this.#ask = ask
  }

  start(environment: Record<string, string>): TrainerProcess {
    const id = this.#nextId++
    const trainer = new PortTrainer(() => this.#ask({ kind: 'kill-trainer', trainer: id }))
    this.#trainers.set(id, trainer)
    this.#ask({ kind: 'start-trainer', trainer: id, environment })
    return trainer
  }

  started(id: number, port: MessagePortMain): void {
    this.#trainers.get(id)?.connect(port)
  }

  exited(id: number, code: number | null, errorOutput: string): void {
    this.#trainers.get(id)?.exited(code, errorOutput)
    this.#trainers.delete(id)
  }
}
