import { EventEmitter } from 'node:events'
import { app } from './app.ts'

type Handler = (request: Request) => Response | Promise<Response>
type RequestListener = (details: { url: string; method: string; resourceType: string }, callback: (response: { cancel?: boolean }) => void) => void
type CheckHandler = (contents: unknown, permission: string, origin: string, details: object) => boolean
type RequestHandler = (contents: unknown, permission: string, callback: (granted: boolean) => void, details: { requestingUrl: string }) => void

interface Scheme {
  scheme: string
  privileges: Record<string, boolean>
}

/** Schemes made known before the application was ready. */
const privileged = new Map<string, Record<string, boolean>>()

class Session extends EventEmitter {
  checkHandler: CheckHandler | null = null
  requestHandler: RequestHandler | null = null
  deviceHandler: (() => boolean) | null = null
  #beforeRequest: RequestListener | null = null
  readonly #handlers = new Map<string, Handler>()

  readonly protocol = {
    handle: (scheme: string, handler: Handler) => {
      if (!privileged.has(scheme)) throw new Error(`The scheme ${scheme} was not registered before the application was ready.`)
      this.#handlers.set(scheme, handler)
    },
    isProtocolHandled: (scheme: string) => this.#handlers.has(scheme)
  }

  readonly webRequest = {
    onBeforeRequest: (listener: RequestListener) => {
      this.#beforeRequest = listener
    }
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.checkHandler = handler
  }

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.requestHandler = handler
  }

  setDevicePermissionHandler(handler: (() => boolean) | null): void {
    this.deviceHandler = handler
  }

  setDisplayMediaRequestHandler(): void {
    app.calls.push('setDisplayMediaRequestHandler')
  }

  /** As Electron's: through the session's own rules. */
  fetch(url: string): Promise<Response> {
    return this.answer({ url, method: 'GET', resourceType: 'other' })
  }

  async answer(details: { url: string; method: string; resourceType: string }): Promise<Response> {
    const isCancelled = await new Promise<boolean>((resolve) => {
      if (this.#beforeRequest === null) resolve(false)
      else this.#beforeRequest(details, ({ cancel }) => resolve(cancel === true))
    })
    if (isCancelled) throw new Error('net::ERR_BLOCKED_BY_CLIENT')
    const handler = this.#handlers.get(new URL(details.url).protocol.slice(0, -1))
    if (handler === undefined) throw new Error('net::ERR_INTERNET_DISCONNECTED')
    return handler(new Request(details.url, { method: details.method }))
  }
}

const defaultSession = new Session()
export const session = { defaultSession }

export const protocol = {
  registerSchemesAsPrivileged(schemes: Scheme[]): void {
    if (app.isReady()) throw new Error('registerSchemesAsPrivileged must be called before the application is ready.')
    for (const { scheme, privileges } of schemes) privileged.set(scheme, privileges)
  }
}
