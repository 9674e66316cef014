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

  private constructor(address: string, context: BrowserContext) {
    this.address = address
    this.context = context
  }

  static async start(): Promise<Browser> {
    const program = findBrowser()
    if (program === null) throw new Error(missingBrowser)
    const folder = mkdtempSync(join(tmpdir(), 'grokscope-chromium-'))
    // A group of its own, so that all of Chromium's processes can be ended at once.
    const child = spawn(program, [...chromiumArguments, `--user-data-dir=${folder}`, '--remote-debugging-port=0', 'about:blank'], {
      stdio: ['ignore', 'ignore', 'pipe'], detached: true
    })
    const stop = () => {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL')
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 })
    }
    // However this process ends, and be it while Chromium still starts, Chromium ends with it.
    process.once('exit', stop)
    const address = await addressOf(child)
    const connection = await chromium.connectOverCDP(address)
    const [context] = connection.contexts()
    if (context === undefined) throw new Error('Chromium was started without a context.')
    return new Browser(address, context)
  }

  async takePage(): Promise<Page> {
    return this.context.pages().find((page) => page.url() === 'about:blank') ?? await this.context.newPage()
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    const timer = setTimeout(() => reject(new Error(`Chromium did not start:\n${output}`)), startLimitMs)
    child.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const address = /DevTools listening on (ws:\S+)/.exec(output)?.[1]
      if (address === undefined) return
      clearTimeout(timer)
      resolve(address)
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`Chromium ended with ${code}:\n${output}`))
    })
  })
}
