import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import type { FromStandIn, ToStandIn } from './control.ts'
import { processTree } from './process-tree.ts'
import { projectFolder, type LaunchOptions, type Shell, type ShellKind } from './shell.ts'

const patienceMs = 25_000
const register = new URL('./register.ts', import.meta.url).href

function start({ home, environment }: LaunchOptions): ChildProcess {
  const child = fork(join(projectFolder, 'dist/electron/main.mjs'), ['--home', home], {
    execArgv: ['--import', register], execPath: process.execPath, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], serialization: 'advanced',
    // argv of Electron names the application's folder second, as Node names the script.
    env: { ...process.env, ...environment, NODE_OPTIONS: '', GROKSCOPE_HOME: '' }
  })
  return child
}

/** The output of a process, for messages when it ends too early. */
function collect(child: ChildProcess): () => string {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => { output += chunk.toString() })
  return () => output
}

class StandInShell implements Shell {
  readonly home: string
  readonly page: Shell['page']
  readonly exited: Promise<number | null>
  readonly #child: ChildProcess
  readonly #browser: Browser
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  #nextId = 1

  constructor(child: ChildProcess, browser: Browser, { home, exited, page }: Pick<Shell, 'home' | 'exited' | 'page'>) {
    this.#child = child
    this.#browser = browser
    this.home = home
    this.page = page
    this.exited = exited
    child.on('message', (message: FromStandIn) => {
      if (message.kind === 'address') return
      const waiting = this.#waiting.get(message.id)
      this.#waiting.delete(message.id)
      if (message.kind === 'value') waiting?.resolve(message.value)
      else waiting?.reject(new Error(message.message))
    })
    void exited.then(() => {
      for (const { reject } of this.#waiting.values()) reject(new Error('The main process ended.'))
    })
  }

  evaluate: Shell['evaluate'] = (work, argument) => new Promise((resolve, reject) => {
    const id = this.#nextId++
    // The value is what `work` returned in the other process.
    this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
    this.#child.send({ kind: 'evaluate', id, source: work.toString(), argument } satisfies ToStandIn)
  })

  processes(): Promise<number[]> {
    return processTree(this.#child.pid)
  }

  interrupt(): void {
    this.#child.kill('SIGINT')
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill('SIGTERM')
      const timer = setTimeout(() => void this.#force(), patienceMs)
      await this.exited
      clearTimeout(timer)
    }
    await this.#browser.close()
  }

  /** Chromium runs in a group of its own and would outlive a main process that is killed. */
  async #force(): Promise<void> {
    const devtools = await this.#browser.newBrowserCDPSession()
    await devtools.send('Browser.close')
    this.#child.kill('SIGKILL')
  }
}

async function launch(options: LaunchOptions): Promise<Shell> {
  const child = start(options)
  const output = collect(child)
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const address = await new Promise<string>((resolve, reject) => {
    void exited.then((code) => reject(new Error(`The application ended with ${code} before it opened its window:\n${output()}`)))
    child.on('message', (message: FromStandIn) => {
      if (message.kind === 'address' && message.address !== null) resolve(message.address)
    })
    child.send({ kind: 'address' } satisfies ToStandIn)
  })
  const browser = await chromium.connectOverCDP(address)
  const page = browser.contexts()[0]?.pages()[0]
  if (page === undefined) throw new Error('The window has no page.')
  await page.waitForURL('http://app.grokscope.localhost/**')
  return new StandInShell(child, browser, { home: options.home, exited, page })
}

export const standInShell: ShellKind = {
  name: 'the stand-in',
  launch,
  async launchInVain(options) {
    const child = start(options)
    const output = collect(child)
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
    return { code, output: output() }
  }
}
