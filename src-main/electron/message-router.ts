import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron'
import { toWireError, type WireError } from '../../shared/errors.ts'
import type { ServerMessage } from '../../shared/rpc.ts'
import { decodeMessage, encodeMessage } from '../../shared/wire.ts'
import { decideSender } from './access-policy.ts'
import { channels } from './channels.ts'
import { readClientMessage, readExportRequest } from './request-check.ts'
import type { Answer, PageMessage, PageRequest } from './process-messages.ts'

export interface RouterOptions {
  /** False where no workbench takes it. */
  toWorkbench(request: PageRequest): boolean
  saveExport(exportId: string, fileName: string): Promise<boolean>
  chooseImport(): Promise<string | null>
}

/** What the router uses of a window's contents. */
export interface PageContents {
  on(event: 'did-navigate' | 'destroyed', listener: () => void): unknown
  send(channel: string, bytes: Uint8Array): void
  isDestroyed(): boolean
}

const gone: WireError = { code: 'internal', message: 'The workbench ended unexpectedly and is started again. Runs that were training are kept up to their last checkpoint. Repeat what you did.' }

/** The only door between the page and everything else: who may speak, and what is passed on. */
export class MessageRouter {
  readonly #options: RouterOptions
  #page: PageContents | null = null
  /** Counts loads of the page: what belongs to an earlier one is dropped. */
  #load = 0
  readonly #pending = new Set<number>()

  constructor(options: RouterOptions) {
    this.#options = options
    ipcMain.on(channels.toWorkbench, (event, bytes: unknown) => this.#receive(event, bytes))
    ipcMain.handle(channels.saveExport, (event, ...request: unknown[]) => this.#answer(event, () => {
      const { exportId, fileName } = readExportRequest(request)
      return this.#options.saveExport(exportId, fileName)
    }))
    ipcMain.handle(channels.chooseImport, (event) => this.#answer(event, () => this.#options.chooseImport()))
  }

  /** The page that messages come from and go to. */
  attach(page: PageContents): void {
    this.#page = page
    page.on('did-navigate', () => {
      this.#load += 1
      this.#pending.clear()
    })
    page.on('destroyed', () => {
      this.#page = null
    })
  }

  toPage({ page, id, bytes }: PageMessage): void {
    if (page !== null && page !== this.#load) return
    if (id !== null) this.#pending.delete(id)
    this.#send(bytes)
  }

  /** Tells the page something that the workbench has no part in. */
  tell(message: ServerMessage): void {
    this.#send(encodeMessage(message))
  }

  /** Answers every open request with an error: nobody else will. */
  rejectPending(): void {
    for (const id of this.#pending) this.#refuse(id, gone)
    this.#pending.clear()
  }

  #receive(event: IpcMainEvent, bytes: unknown): void {
    const rule = this.#trust(event)
    if (!rule.allowed) {
      console.warn(`A message was refused: ${rule.reason}.`)
      return
    }
    const message = readClientMessage(bytes, decodeMessage)
    if (!message.ok) {
      console.warn(`A message was refused: ${message.reason}.`)
      if (message.id !== null) this.#refuse(message.id, { code: 'request/invalid', message: `The request was refused: ${message.reason}.` })
      return
    }
    this.#pending.add(message.id)
    if (!this.#options.toWorkbench({ page: this.#load, bytes: message.bytes })) {
      this.#pending.delete(message.id)
      this.#refuse(message.id, gone)
    }
  }

  async #answer<Value>(event: IpcMainInvokeEvent, work: () => Promise<Value>): Promise<Answer<Value>> {
    const rule = this.#trust(event)
    if (!rule.allowed) return { ok: false, error: { code: 'request/refused', message: `The request was refused: ${rule.reason}.` } }
    try {
      return { ok: true, value: await work() }
    } catch (error) {
      return { ok: false, error: toWireError(error) }
    }
  }

  #trust({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent): { allowed: boolean; reason: string } {
    if (sender !== this.#page) return { allowed: false, reason: 'not the window of Grokscope' }
    return decideSender(senderFrame === null ? null : { url: senderFrame.url, isMainFrame: senderFrame.parent === null })
  }

  #refuse(id: number, error: WireError): void {
    this.#send(encodeMessage({ id, reply: { ok: false, error } }))
  }

  #send(bytes: Uint8Array): void {
    if (this.#page !== null && !this.#page.isDestroyed()) this.#page.send(channels.fromWorkbench, bytes)
  }
}
