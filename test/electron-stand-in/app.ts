import { EventEmitter } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { claimLock } from './instance-lock.ts'

class PreventableEvent {
  defaultPrevented = false
  preventDefault(): void {
    this.defaultPrevented = true
  }
}

class App extends EventEmitter {
  readonly isPackaged = false
  /** Calls that tests ask about. */
  readonly calls: string[] = []
  /** Utility processes that run now. */
  readonly utilities = new Set<{ pid: number | undefined; name: string }>()
  readonly #paths = new Map<string, string>()
  #name = 'grokscope'
  #isReady = false
  #isQuitting = false
  #closeWindows = (): boolean => true

  constructor() {
    super()
    setImmediate(() => {
      this.#isReady = true
      this.emit('ready')
    })
  }

  isReady(): boolean {
    return this.#isReady
  }

  whenReady(): Promise<void> {
    return this.#isReady ? Promise.resolve() : new Promise((resolve) => this.once('ready', () => resolve()))
  }

  getName(): string {
    return this.#name
  }

  setName(name: string): void {
    this.#name = name
  }

  getVersion(): string {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8')) as { version: string }
    return version
  }

  getPath(name: string): string {
    const known = this.#paths.get(name)
    if (known !== undefined) return known
    if (name === 'appData') return process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config')
    if (name === 'userData') return join(this.getPath('appData'), this.#name)
    if (name === 'temp') return tmpdir()
    return homedir()
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path)
  }

  enableSandbox(): void {
    if (this.#isReady) throw new Error('enableSandbox must be called before the application is ready.')
    this.calls.push('enableSandbox')
  }

  requestSingleInstanceLock(): boolean {
    mkdirSync(this.getPath('userData'), { recursive: true })
    return claimLock(this.getPath('userData'), (argv) => this.emit('second-instance', {}, argv, process.cwd(), {}))
  }

  getAppMetrics(): { type: string; pid: number; name?: string }[] {
    const utilities = [...this.utilities].flatMap(({ pid, name }) => (pid === undefined ? [] : [{ type: 'Utility', pid, name }]))
    return [{ type: 'Browser', pid: process.pid }, ...utilities]
  }

  setAboutPanelOptions(): void {
    this.calls.push('setAboutPanelOptions')
  }

  relaunch(): void {
    this.calls.push('relaunch')
  }

  /** `closeWindows` is false where a window refuses. */
  closesWith(closeWindows: () => boolean): void {
    this.#closeWindows = closeWindows
  }

  windowsClosed(): void {
    if (!this.#isQuitting) this.emit('window-all-closed')
  }

  quit(): void {
    if (this.#isQuitting) return
    const event = new PreventableEvent()
    this.emit('before-quit', event)
    if (event.defaultPrevented) return
    this.#isQuitting = true
    if (!this.#closeWindows()) {
      this.#isQuitting = false
      return
    }
    this.emit('will-quit', new PreventableEvent())
    this.exit(0)
  }

  exit(code = 0): void {
    this.emit('quit', {}, code)
    process.exit(code)
  }
}

export const app = new App()
export { PreventableEvent }
