import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { CDPSession, Page, Route } from 'playwright-core'
import { fromBrowser, toBrowser } from './addresses.ts'
import { app, PreventableEvent } from './app.ts'
import type { Browser } from './browser.ts'
import { decodeValue, encodeValue, ipcMain } from './ipc.ts'
import { session } from './session.ts'
import { pageWorld, preloadWorld, type FromPage, type ToPage } from './worlds.ts'

const worldName = 'grokscope-preload'
const binding = 'grokscopeStandIn'
/** Chromium's names of what Electron's permission handlers are asked for. */
const permissions = {
  'geolocation': 'geolocation', 'notifications': 'notifications', 'media': 'camera', 'midi': 'midi',
  'clipboard-sanitized-write': 'clipboard-write', 'clipboard-read': 'clipboard-read'
}

type WindowOpenHandler = (details: { url: string; frameName: string; features: string; disposition: string }) => { action: 'allow' | 'deny' }
export interface WebPreferences { preload?: string; [name: string]: unknown }

/** The contents of a window: a page of Chromium, with the application's own rules applied to it. */
export class WebContents extends EventEmitter {
  readonly id = 1
  readonly session = session.defaultSession
  readonly #preferences: WebPreferences
  #page: Page | null = null
  #devtools: CDPSession | null = null
  #preloadContext: number | null = null
  #ownNavigation: string | null = null
  #url = ''
  #isDestroyed = false
  #openHandler: WindowOpenHandler = () => ({ action: 'allow' })

  constructor(preferences: WebPreferences) {
    super()
    this.#preferences = preferences
    app.emit('web-contents-created', {}, this)
  }

  get mainFrame(): { url: string; parent: null } {
    return { url: this.#url, parent: null }
  }

  getURL(): string {
    return this.#url
  }

  getLastWebPreferences(): WebPreferences {
    return this.#preferences
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#openHandler = handler
  }

  /** Connects this to a page before anything is loaded in it. */
  async connect(browser: Browser, size: { width: number; height: number }): Promise<void> {
    const page = await browser.takePage()
    const devtools = await browser.context.newCDPSession(page)
    this.#page = page
    this.#devtools = devtools
    await page.setViewportSize(size)
    devtools.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === worldName) this.#preloadContext = context.id
    })
    devtools.on('Runtime.bindingCalled', ({ payload }) => void this.#receive(JSON.parse(payload, decodeValue) as FromPage))
    devtools.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined) return
      this.#url = fromBrowser(frame.url)
      this.emit('did-navigate', {}, this.#url, 200, 'OK')
    })
    devtools.on('Page.navigatedWithinDocument', ({ url }) => {
      this.#url = fromBrowser(url)
    })
    // Links that ask for a window of their own; `window.open` is told by the page's world.
    devtools.on('Page.windowOpen', ({ url, windowName, windowFeatures }) => this.#open(url, windowName, windowFeatures.join(',')))
    browser.context.on('page', (other) => void other.close())
    await devtools.send('Page.enable')
    await devtools.send('Runtime.enable')
    await this.#isolatePreload(devtools)
    await page.route('**/*', (route) => this.#answer(route))
  }

  async loadURL(url: string): Promise<void> {
    const page = this.#openPage()
    const [document, hash] = url.split('#', 2)
    if (hash !== undefined && this.#url.split('#', 1)[0] === document) {
      await page.evaluate((value) => { location.hash = value }, hash)
      return
    }
    this.#ownNavigation = document ?? url
    await this.#applyPermissions(url)
    await page.goto(toBrowser(url))
    this.emit('did-finish-load')
    this.emit('ready-to-show')
  }

  reload(): void {
    this.#ownNavigation = this.#url.split('#', 1)[0] ?? null
    void this.#openPage().reload()
  }

  send(channel: string, ...values: unknown[]): void {
    this.#toPreload({ kind: 'message', channel, values })
  }

  destroyed(): void {
    this.#isDestroyed = true
    this.emit('destroyed')
  }

  #open(url: string, frameName: string, features: string): void {
    const { action } = this.#openHandler({ url: fromBrowser(url), frameName, features, disposition: 'foreground-tab' })
    if (action !== 'deny') throw new Error('The stand-in opens no second window: the application has one.')
  }

  #openPage(): Page {
    if (this.#page === null) throw new Error('The contents have no page yet.')
    return this.#page
  }

  async #isolatePreload(devtools: CDPSession): Promise<void> {
    const { preload, contextIsolation, sandbox, nodeIntegration } = this.#preferences
    if (contextIsolation !== true || sandbox !== true || nodeIntegration !== false) throw new Error('The stand-in runs isolated, sandboxed pages only.')
    if (preload === undefined) return
    const token = `stand-in-${randomBytes(8).toString('hex')}`
    const source = readFileSync(preload, 'utf8')
    await devtools.send('Runtime.addBinding', { name: binding, executionContextName: worldName })
    await devtools.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${pageWorld.toString()})(${JSON.stringify(token)})` })
    await devtools.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${preloadWorld.toString()})(${JSON.stringify({ token, source, binding })})`, worldName })
  }

  async #applyPermissions(url: string): Promise<void> {
    const { origin } = new URL(toBrowser(url))
    for (const [electronName, name] of Object.entries(permissions)) {
      const isGranted = session.defaultSession.checkHandler?.(this, electronName, `${new URL(url).protocol}//${new URL(url).host}/`, {}) ?? true
      await this.#devtools?.send('Browser.setPermission', { permission: { name }, setting: isGranted ? 'granted' : 'denied', origin })
    }
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request()
    const url = fromBrowser(request.url())
    if (request.isNavigationRequest() && !this.#mayNavigate(url, request.frame() === this.#openPage().mainFrame())) return route.abort('aborted')
    try {
      const response = await session.defaultSession.answer({ url, method: request.method(), resourceType: request.resourceType() })
      await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body: Buffer.from(await response.arrayBuffer()) })
    } catch (error) {
      const isBlocked = error instanceof Error && error.message.includes('BLOCKED_BY_CLIENT')
      await route.abort(isBlocked ? 'blockedbyclient' : 'internetdisconnected')
    }
  }

  #mayNavigate(url: string, isMainFrame: boolean): boolean {
    if (isMainFrame && url === this.#ownNavigation) {
      this.#ownNavigation = null
      return true
    }
    const event = Object.assign(new PreventableEvent(), { url, isMainFrame, isSameDocument: false })
    this.emit('will-frame-navigate', event)
    if (isMainFrame) this.emit('will-navigate', event, url)
    return !event.defaultPrevented
  }

  async #receive(message: FromPage): Promise<void> {
    if (message.kind === 'open') return this.#open(message.url, message.target, message.features)
    const event = { sender: this, senderFrame: this.mainFrame, processId: 1, frameId: 1 }
    if (message.kind === 'send') {
      ipcMain.emit(message.channel, event, ...message.values)
      return
    }
    try {
      this.#toPreload({ kind: 'answer', id: message.id, value: await ipcMain.invoke(message.channel, event, message.values) })
    } catch (error) {
      this.#toPreload({ kind: 'answer', id: message.id, error: `Error invoking remote method '${message.channel}': ${String(error)}` })
    }
  }

  #toPreload(message: ToPage): void {
    const text = JSON.stringify(JSON.stringify(message, encodeValue))
    if (this.#preloadContext === null || this.#devtools === null || this.#isDestroyed) return
    this.#devtools.send('Runtime.evaluate', { expression: `${binding}Receive(${text})`, contextId: this.#preloadContext }).catch((error: unknown) => {
      // The page was left while the message was on its way; Electron drops it too.
      if (!String(error).match(/context|closed|crashed/i)) throw error
    })
  }
}
