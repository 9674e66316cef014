import { app, type BrowserWindow } from 'electron'
import { decideAfterCrash } from './crash-policy.ts'
import { askAfterCrash, askWhileUnresponsive } from './dialogs.ts'

const shutdownLimitMs = 20_000

type Work = () => Promise<void>

/** The end of the application, which everyone with something to finish can join. */
export class Shutdown {
  readonly #work: Work[] = []
  #state: 'running' | 'ending' | 'ended' = 'running'

  constructor() {
    app.on('before-quit', (event) => {
      if (this.#state === 'ended') return
      event.preventDefault()
      if (this.#state === 'running') void this.#end()
    })
    app.on('window-all-closed', () => app.quit())
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())
  }

  /** Quitting waits for this, up to a limit. */
  join(work: Work): void {
    this.#work.push(work)
  }

  async #end(): Promise<void> {
    this.#state = 'ending'
    let timer: NodeJS.Timeout | undefined
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        console.error(`Closing took longer than ${shutdownLimitMs / 1000} s and was cut short.`)
        resolve()
      }, shutdownLimitMs)
    })
    const all = Promise.allSettled(this.#work.map((work) => work())).then((results) => {
      for (const result of results) if (result.status === 'rejected') console.error('Closing failed in part:', result.reason)
    })
    await Promise.race([all, limit])
    clearTimeout(timer)
    this.#state = 'ended'
    app.quit()
  }
}

/** True where this is the only instance on its data folder. A second one shows the window of the first and ends. */
export function claimSingleInstance(currentWindow: () => BrowserWindow | null): boolean {
  if (!app.requestSingleInstanceLock()) return false
  app.on('second-instance', () => {
    const window = currentWindow()
    if (window === null) return
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  })
  return true
}

/** Loads the page anew when its process ended, at most twice a minute; then asks. */
export function recoverFromCrashes(window: BrowserWindow): void {
  const reloads: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    const decision = decideAfterCrash(reason, reloads, Date.now())
    if (decision === 'reload') {
      reloads.push(Date.now())
      window.webContents.reload()
    } else if (decision === 'ask') {
      void restartOrQuit('The window of Grokscope ended again and again.', `Reason: ${reason}, exit code ${exitCode}.`)
    }
  })
}

/** Offers to load a page anew that does not answer, one question at a time. */
export function watchAnswering(window: BrowserWindow): void {
  let isAsking = false
  window.on('unresponsive', () => {
    if (isAsking) return
    isAsking = true
    askWhileUnresponsive(window).then((isToReload) => {
      isAsking = false
      if (isToReload && !window.isDestroyed()) window.webContents.reload()
    }, (error: unknown) => console.warn(`The question about the window failed: ${String(error)}`))
  })
}

/** Tells what happened, then starts the application anew or ends it. */
export async function restartOrQuit(message: string, details: string): Promise<void> {
  if (await askAfterCrash(message, details) === 'restart') app.relaunch()
  app.quit()
}
