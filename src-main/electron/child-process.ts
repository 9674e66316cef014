import type { MessagePortMain, UtilityProcess } from 'electron'
import { finished } from 'node:stream/promises'

const errorOutputLimit = 16_384
const lastWordsMs = 200
const obeyMs = 2_000

export interface Exit {
  code: number | null
  errorOutput: string
}

/** A utility process whose last words are kept, and which can be waited for. */
export class ChildProcess {
  readonly #process: UtilityProcess
  readonly #ended: Promise<Exit>
  readonly #pid: number | undefined
  #hasEnded = false
  #errorOutput = ''

  constructor(process: UtilityProcess) {
    this.#process = process
    this.#pid = process.pid
    process.stdout?.resume()
    process.stderr?.on('data', (chunk: Buffer) => {
      this.#errorOutput = (this.#errorOutput + chunk.toString()).slice(-errorOutputLimit)
    })
    this.#ended = this.#untilExit()
  }

  post(message: object, ports: MessagePortMain[] = []): void {
    this.#process.postMessage(message, ports)
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#process.on('message', listener)
  }

  onExit(listener: (exit: Exit) => void): void {
    void this.#ended.then(listener)
  }

  kill(): void {
    this.#process.kill()
  }

  /** Waits for the end; ends the process itself where that takes longer than `limitMs`, by force where it does not obey. */
  async endedWithin(limitMs: number): Promise<void> {
    const asked = setTimeout(() => this.#process.kill(), limitMs)
    const forced = setTimeout(() => this.#force(), limitMs + obeyMs)
    await this.#ended
    clearTimeout(asked)
    clearTimeout(forced)
  }

  #force(): void {
    const pid = this.#process.pid ?? this.#pid
    if (pid !== undefined && !this.#hasEnded) process.kill(pid, 'SIGKILL')
  }

  async #untilExit(): Promise<Exit> {
    const code = await new Promise<number | null>((resolve) => this.#process.once('exit', resolve))
    this.#hasEnded = true
    const { stderr } = this.#process
    // What it wrote last may still be on its way.
    if (stderr !== null) await Promise.race([finished(stderr).catch(() => null), new Promise((resolve) => setTimeout(resolve, lastWordsMs))])
    return { code, errorOutput: this.#errorOutput.trim() }
  }
}
