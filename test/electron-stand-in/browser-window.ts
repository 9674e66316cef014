import { EventEmitter } from 'node:events'
import { app, PreventableEvent } from './app.ts'
import { Browser } from './browser.ts'
import { WebContents, type WebPreferences } from './web-contents.ts'

interface Rectangle { x: number; y: number; width: number; height: number }
type WindowOptions = Partial<Rectangle> & { show?: boolean; webPreferences?: WebPreferences; [name: string]: unknown }

const open = new Set<BrowserWindow>()
let browser: Browser | null = null

/** The address where a test can reach the browser too; null while there is none. */
export function browserAddress(): string | null {
  return browser?.address ?? null
}

export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents
  /** What the window was made with, for tests. */
  readonly options: WindowOptions
  #bounds: Rectangle
  #isMaximized = false
  #isMinimized = false
  #isVisible: boolean
  #isFocused = false
  #isDestroyed = false

  constructor(options: WindowOptions = {}) {
    super()
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    this.options = options
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 }
    this.#isVisible = options.show ?? true
    this.webContents = new WebContents(options.webPreferences ?? {})
    this.webContents.on('ready-to-show', () => this.emit('ready-to-show'))
    open.add(this)
  }

  static getAllWindows(): BrowserWindow[] {
    return [...open]
  }

  async loadURL(url: string): Promise<void> {
    if (browser === null) {
      browser = await Browser.start()
      await this.webContents.connect(browser, { width: this.#bounds.width, height: this.#bounds.height })
    }
    await this.webContents.loadURL(url)
  }

  getBounds(): Rectangle {
    return { ...this.#bounds }
  }

  getNormalBounds(): Rectangle {
    return { ...this.#bounds }
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
    this.emit('resize')
    this.emit('move')
  }

  maximize(): void {
    this.#isMaximized = true
    this.emit('resize')
  }

  isMaximized(): boolean {
    return this.#isMaximized
  }

  minimize(): void {
    this.#isMinimized = true
  }

  restore(): void {
    this.#isMinimized = false
  }

  isMinimized(): boolean {
    return this.#isMinimized
  }

  show(): void {
    this.#isVisible = true
  }

  isVisible(): boolean {
    return this.#isVisible
  }

  focus(): void {
    this.#isFocused = true
  }

  blur(): void {
    this.#isFocused = false
  }

  isFocused(): boolean {
    return this.#isFocused
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  /** False where a listener refuses. */
  close(): boolean {
    const event = new PreventableEvent()
    this.emit('close', event)
    if (event.defaultPrevented) return false
    this.destroy()
    return true
  }

  destroy(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    open.delete(this)
    this.webContents.destroyed()
    this.emit('closed')
    if (open.size === 0) app.windowsClosed()
  }
}

app.closesWith(() => [...open].every((window) => window.close()))
