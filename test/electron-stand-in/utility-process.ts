import { fork, type ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import type { Readable } from 'node:stream'
import { app } from './app.ts'
import { closeEnd, closeHome, movePort, postFrom, type MessagePortMain, type PortHome } from './ports.ts'
import type { FromChild, ToChild } from './parent-port.ts'

interface ForkOptions {
  env?: NodeJS.ProcessEnv
  stdio?: string
  serviceName?: string
  allowLoadingUnsignedLibraries?: boolean
}

const parentPort = new URL('./parent-port.ts', import.meta.url).href

class UtilityProcess extends EventEmitter {
  readonly stdout: Readable | null
  readonly stderr: Readable | null
  readonly options: ForkOptions
  readonly modulePath: string
  readonly #child: ChildProcess
  readonly #ports: PortHome

  constructor(modulePath: string, args: string[], options: ForkOptions) {
    super()
    this.modulePath = modulePath
    this.options = options
    this.#child = fork(modulePath, args, {
      env: options.env, execArgv: ['--import', parentPort], serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc']
    })
    this.stdout = this.#child.stdout
    this.stderr = this.#child.stderr
    this.#ports = {
      deliver: (port, data) => this.#send({ kind: 'port', port, data }),
      close: (port) => this.#send({ kind: 'port-closed', port })
    }
    const entry = { pid: this.#child.pid, name: options.serviceName ?? 'Node Utility Process' }
    app.utilities.add(entry)
    this.#child.once('spawn', () => this.emit('spawn'))
    this.#child.on('message', (message) => this.#receive(message as FromChild))
    this.#child.once('exit', (code, signal) => {
      app.utilities.delete(entry)
      closeHome(this.#ports)
      const isClean = code === 0
      if (!isClean) app.emit('child-process-gone', {}, { type: 'Utility', reason: signal === null ? 'abnormal-exit' : 'killed', exitCode: code ?? 0, name: options.serviceName })
      this.emit('exit', code ?? 15)
    })
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined
  }

  postMessage(data: unknown, transfer: readonly MessagePortMain[] = []): void {
    for (const port of transfer) movePort(port, this.#ports)
    this.#send({ kind: 'message', data, ports: transfer.map(({ id }) => id) })
  }

  kill(): boolean {
    return this.#child.kill('SIGTERM')
  }

  #send(message: ToChild): void {
    if (this.#child.connected) this.#child.send(message, () => undefined)
  }

  #receive(message: FromChild): void {
    if (message.kind === 'message') this.emit('message', message.data)
    else if (message.kind === 'port') postFrom(message.port, message.data)
    else closeEnd(message.port)
  }
}

export const utilityProcess = {
  fork: (modulePath: string, args: string[] = [], options: ForkOptions = {}): UtilityProcess => {
    if (!app.isReady()) throw new Error('utilityProcess.fork can only be called after the ready event.')
    return new UtilityProcess(modulePath, args, options)
  }
}
