import { EventEmitter } from 'node:events'

type InvokeHandler = (event: object, ...values: unknown[]) => unknown

export class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, InvokeHandler>()

  /** Forgets every listener and handler, between tests. */
  static reset(): void {
    ipcMain.removeAllListeners()
    ipcMain.#handlers.clear()
  }

  handle(channel: string, handler: InvokeHandler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.#handlers.set(channel, handler)
  }

  async invoke(channel: string, event: object, values: unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel)
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
    return handler(event, ...values)
  }
}

export const ipcMain = new IpcMain()

/** Bytes survive JSON, in which messages travel to and from Chromium. */
export function encodeValue(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? { $bytes: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') } : value
}

export function decodeValue(_key: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && '$bytes' in value ? new Uint8Array(Buffer.from(String(value.$bytes), 'base64')) : value
}
