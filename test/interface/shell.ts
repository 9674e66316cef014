import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { EventBus } from '../../src-main/workbench/events.ts'
import type { Study } from '../../shared/studies/study.ts'
import type { Workbench } from '../../src-main/workbench/workbench.ts'
import { openLocalWorkbench, localFolders } from '../../src-main/workbench/open-local.ts'
import { startServer } from '../../src-main/server/server.ts'
import { findBrowser, missingBrowser } from '../browser/find-browser.ts'
import { chromiumArguments } from '../electron-stand-in/chromium.ts'
import { openGate, type Gate } from './gate.ts'
import { fillStore } from './fill-store.ts'

/** The real page in a real browser on the real server, with a store of its own. */
export interface InterfaceShell {
  /** Ids of the runs that it was filled with; the first is called `mainline`. */
  runIds: readonly string[]
  url: string
  browser: Browser
  workbench: Workbench
  /** A window of its own with a session. What it complains of is in `complaints`. */
  open(address: string, look?: Look): Promise<Window>
  /** Cuts the line between page and server, and mends it. */
  gate: Gate
  /** Tells every page an event that the workbench itself has no cause for. */
  announce: EventBus['emit']
  close(): Promise<void>
}

export interface Look {
  width?: number
  height?: number
  theme?: 'light' | 'dark'
  reducedMotion?: boolean
}

export interface Window {
  page: Page
  context: BrowserContext
  /** Resolves when nothing has changed on the page for a moment. */
  settled(): Promise<void>
  close(): Promise<void>
  /** Console errors, uncaught errors and CSP violations, in the order in which they came. */
  complaints: string[]
}

type Session = Awaited<ReturnType<BrowserContext['storageState']>>

async function openWindow(browser: Browser, session: Session, url: string, look: Look): Promise<Window> {
  const context = await browser.newContext({
    storageState: session,
    viewport: { width: look.width ?? 1280, height: look.height ?? 800 }, colorScheme: look.theme ?? 'light',
    reducedMotion: look.reducedMotion === false ? 'no-preference' : 'reduce', acceptDownloads: true
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const complaints: string[] = []
  page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.type()}: ${message.text()}`) })
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`))
  })
  await page.goto(url)
  await page.locator('main').waitFor()
  return {
    page, context, complaints, close: () => context.close(),
    settled: () => page.evaluate(() => new Promise<void>((resolve) => {
      let timer = setTimeout(resolve, 250)
      new MutationObserver(() => {
        clearTimeout(timer)
        timer = setTimeout(resolve, 250)
      }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
    }))
  }
}

/** The workbench, with events added that a test makes up. */
function overheard(workbench: Workbench): { heard: Workbench; announce: EventBus['emit'] } {
  const made = new EventBus()
  const heard: Workbench = {
    ...workbench,
    on: (event, listener) => {
      const stops = [workbench.on(event, listener), made.on(event, listener)]
      return () => { for (const stop of stops) stop() }
    }
  }
  return { heard, announce: (event, payload) => made.emit(event, payload) }
}

/** How many runs the store holds at the start, or what fills it; the ids of the runs. */
export type Filling = number | ((home: string) => string[])

/** Starts a server on a fresh store with so many runs, or filled as the caller likes, and a browser. */
export async function startInterface(runs: Filling, rendererFolder = localFolders.renderer, studies?: readonly Study[]): Promise<InterfaceShell> {
  const executablePath = findBrowser()
  if (executablePath === null) throw new Error(missingBrowser)
  const home = await mkdtemp(path.join(os.tmpdir(), 'grokscope-interface-'))
  const runIds = typeof runs === 'number' ? fillStore(home, runs) : runs(home)
  const workbench = await openLocalWorkbench({ home, access: 'write', autostart: true, studies })
  const { heard, announce } = overheard(workbench)
  const server = await startServer({ workbench: heard, rendererFolder, port: 0 })
  const gate = await openGate(server.port)
  const origin = `http://127.0.0.1:${gate.port}`
  const browser = await chromium.launch({ executablePath, args: chromiumArguments })
  // The token of the URL opens one session; the cookie that it gives is carried into each window.
  const first = await browser.newContext()
  const page = await first.newPage()
  await page.goto(server.url.replace(new URL(server.url).origin, origin))
  const session = await first.storageState()
  await first.close()
  return {
    runIds, url: origin, browser, workbench, gate, announce,
    open: (address, look = {}) => openWindow(browser, session, `${origin}/#/${address}`, look),
    close: async () => {
      await browser.close()
      await gate.close()
      await server.close()
      await workbench.close()
      await rm(home, { recursive: true, force: true })
    }
  }
}
