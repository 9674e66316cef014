import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { findBrowser, missingBrowser } from '../browser/find-browser.ts'
import { chromiumArguments } from './chromium.ts'

const startLimitMs = 30_000

/** Chromium with one window, reached over CDP by the stand-in and by tests alike. */
export class Browser {
  readonly address: string
  readonly context: BrowserContext
  readonly #process: ChildProcess
  readonly #folder: string

  private constructor(address: string, context: BrowserContext, { process, folder }: { process: ChildProcess; folder: string }) {
    this.address = address
    this.context = context
    this.#process = process
    this.#folder = folder
  }

  static async start(): Promise<Browser> {
    const program = findBrowser()
    if (program === null) throw new Error(missingBrowser)
    const folder = mkdtempSync(join(tmpdir(), 'grokscope-chromium-'))
    // A group of its own, so that all of Chromium's processes can be ended at once.
    const process = spawn(program, [...chromiumArguments, `--user-data-dir=${folder}`, '--remote-debugging-port=0', 'about:blank'], {
      stdio: ['ignore', 'ignore', 'pipe'], detached: true
    })
    const address = await addressOf(process)
    const connection = await chromium.connectOverCDP(address)
    const [context] = connection.contexts()
    if (context === undefined) throw new Error('Chromium was started without a context.')
    return new Browser(address, context, { process, folder })
  }

  async takePage(): Promise<Page> {
    return this.context.pages().find((page) => page.url() === 'about:blank') ?? await this.context.newPage()
  }

  /** Ends Chromium at once; called while the application exits, so nothing can be waited for. */
  stop(): void {
    if (this.#process.pid !== undefined && this.#process.exitCode === null) process.kill(-this.#process.pid, 'SIGKILL')
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 })
  }
}

function addressOf(process: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    const timer = setTimeout(() => reject(new Error(`Chromium did not start:\n${output}`)), startLimitMs)
    process.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const address = /DevTools listening on (ws:\S+)/.exec(output)?.[1]
      if (address === undefined) return
      clearTimeout(timer)
      resolve(address)
    })
    process.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`Chromium ended with ${code}:\n${output}`))
    })
  })
}
