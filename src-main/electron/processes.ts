import { MessageChannelMain, utilityProcess, type MessagePortMain } from 'electron'
import { join } from 'node:path'
import { fromWireError, GrokscopeError } from '../../shared/errors.ts'
import { ChildProcess } from './child-process.ts'
import { trainerEnvironment, workbenchEnvironment } from './environment-policy.ts'
import type { Answer, FromWorkbench, PageMessage, PageRequest, ToWorkbench } from './process-messages.ts'

const closeLimitMs = 10_000

export interface ProcessesOptions {
  /** Where the built entries lie. */
  folder: string
  open: Omit<Extract<ToWorkbench, { kind: 'open' }>, 'kind'>
  onPageMessage(message: PageMessage): void
  /** The workbench's process ended by itself. `isRestarting` is false where it had already been started anew. */
  onWorkbenchGone(gone: { isRestarting: boolean; errorOutput: string }): void
}

type Question = Omit<Extract<ToWorkbench, { kind: 'save-export' }>, 'request'> | Omit<Extract<ToWorkbench, { kind: 'register-import' }>, 'request'>

/** Starts and ends the workbench's process and the trainers that it asks for. */
export class Processes {
  readonly #options: ProcessesOptions
  #workbench: ChildProcess | null = null
  #page: MessagePortMain | null = null
  #isClosing = false
  #hasRestarted = false
  #nextRequest = 1
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  readonly #trainers = new Map<number, ChildProcess>()

  constructor(options: ProcessesOptions) {
    this.#options = options
  }

  /** Resolves once the store is open; rejects with the reason where it cannot be opened. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const workbench = new ChildProcess(utilityProcess.fork(this.#entry('workbench-process'), [], {
        serviceName: 'Grokscope workbench', stdio: 'pipe', env: workbenchEnvironment(process.env)
      }))
      const { port1, port2 } = new MessageChannelMain()
      port1.on('message', ({ data }) => this.#options.onPageMessage(data as PageMessage))
      port1.start()
      this.#workbench = workbench
      this.#page = port1
      let isOpen = false
      workbench.onMessage((raw) => {
        const message = raw as FromWorkbench
        if (message.kind === 'opened') {
          isOpen = true
          resolve()
        } else if (message.kind === 'failed') reject(fromWireError(message.error))
        else this.#handle(message)
      })
      workbench.onExit(({ errorOutput }) => {
        reject(new GrokscopeError('internal', `The workbench's process ended before it was ready. ${errorOutput}`.trim()))
        this.#workbenchEnded(isOpen, errorOutput)
      })
      workbench.post({ kind: 'open', ...this.#options.open } satisfies ToWorkbench, [port2])
    })
  }

  /** False where there is no workbench to take the message. */
  sendFromPage(request: PageRequest): boolean {
    if (this.#workbench === null || this.#page === null) return false
    this.#page.postMessage(request)
    return true
  }

  ask(question: Question): Promise<Answer> {
    const request = this.#nextRequest++
    const workbench = this.#workbench
    if (workbench === null) return Promise.resolve({ ok: false, error: { code: 'internal', message: 'The workbench is not running. Start Grokscope again.' } })
    return new Promise((resolve) => {
      this.#waiting.set(request, resolve)
      workbench.post({ ...question, request } satisfies ToWorkbench)
    })
  }

  /** Lets the workbench keep its runs and close the store, then ends what is still there. */
  async close(): Promise<void> {
    this.#isClosing = true
    const workbench = this.#workbench
    if (workbench !== null) {
      workbench.post({ kind: 'close' } satisfies ToWorkbench)
      await workbench.endedWithin(closeLimitMs)
    }
    await Promise.all([...this.#trainers.values()].map((trainer) => trainer.endedWithin(0)))
  }

  #entry(name: string): string {
    return join(this.#options.folder, `${name}.mjs`)
  }

  #handle(message: FromWorkbench): void {
    if (message.kind === 'start-trainer') this.#startTrainer(message.trainer, message.environment)
    else if (message.kind === 'kill-trainer') this.#trainers.get(message.trainer)?.kill()
    else if (message.kind === 'answer') {
      this.#waiting.get(message.request)?.(message.answer)
      this.#waiting.delete(message.request)
    }
  }

  #startTrainer(id: number, asked: Record<string, string>): void {
    const workbench = this.#workbench
    if (workbench === null) return
    const trainer = new ChildProcess(utilityProcess.fork(this.#entry('trainer'), [], {
      serviceName: `Grokscope trainer ${id}`, stdio: 'pipe', env: trainerEnvironment(process.env, asked),
      // TensorFlow is installed by the user and is not signed with this application.
      allowLoadingUnsignedLibraries: true
    }))
    this.#trainers.set(id, trainer)
    const { port1, port2 } = new MessageChannelMain()
    trainer.onExit(({ code, errorOutput }) => {
      this.#trainers.delete(id)
      if (this.#workbench === workbench) workbench.post({ kind: 'trainer-exited', trainer: id, code, errorOutput } satisfies ToWorkbench)
    })
    trainer.post({ kind: 'port' }, [port1])
    workbench.post({ kind: 'trainer-started', trainer: id } satisfies ToWorkbench, [port2])
  }

  #workbenchEnded(wasOpen: boolean, errorOutput: string): void {
    this.#workbench = null
    this.#page?.close()
    this.#page = null
    for (const trainer of this.#trainers.values()) trainer.kill()
    for (const answer of this.#waiting.values()) answer({ ok: false, error: { code: 'internal', message: 'The workbench ended. Repeat what you did.' } })
    this.#waiting.clear()
    // One that never opened is told of by `start`.
    if (this.#isClosing || !wasOpen) return
    const isRestarting = !this.#hasRestarted
    this.#hasRestarted = true
    this.#options.onWorkbenchGone({ isRestarting, errorOutput })
  }
}
