// Two functions that are sent to Chromium as text: one for the page's world, one for the preload's. They meet in DOM events,
// whose `detail` Chromium clones on its way from world to world, as Electron's contextBridge clones what it passes.

type Passed = { value: unknown } | { callback: number }
type Returned = { value: unknown } | { method: number } | { promise: number } | { error: string }
type Api = Record<string, number>

/** Runs in the page's world before any script of the page: makes what the preload exposes. */
export function pageWorld(token: string): void {
  let nextCallback = 1
  const callbacks = new Map<number, (...values: unknown[]) => void>()
  const promises = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let returned: Returned = { error: 'the preload did not answer' }
  const listen = <Detail>(name: string, listener: (detail: Detail) => void) => {
    document.addEventListener(`${token}-${name}`, (event) => listener((event as CustomEvent<Detail>).detail))
  }
  const pass = (value: unknown): Passed => {
    if (typeof value !== 'function') return { value }
    callbacks.set(nextCallback, value as (...values: unknown[]) => void)
    return { callback: nextCallback++ }
  }
  const take = (result: Returned): unknown => {
    if ('error' in result) throw new Error(result.error)
    if ('method' in result) return (...values: unknown[]) => call(result.method, values)
    if ('promise' in result) return new Promise((resolve, reject) => promises.set(result.promise, { resolve, reject }))
    return result.value
  }
  const call = (method: number, values: unknown[]): unknown => {
    returned = { error: 'the preload did not answer' }
    document.dispatchEvent(new CustomEvent(`${token}-call`, { detail: { method, passed: values.map(pass) } }))
    return take(returned)
  }
  listen<Returned>('return', (detail) => {
    returned = detail
  })
  listen<{ promise: number; value?: unknown; error?: string }>('settle', ({ promise, value, error }) => {
    const waiting = promises.get(promise)
    promises.delete(promise)
    if (error === undefined) waiting?.resolve(value)
    else waiting?.reject(new Error(error))
  })
  listen<{ callback: number; values: unknown[] }>('callback', ({ callback, values }) => callbacks.get(callback)?.(...values))
  // A window that is refused is null to the page, as in Electron; Chromium would open one first.
  window.open = (url = '', target = '', features = '') => {
    document.dispatchEvent(new CustomEvent(`${token}-open`, { detail: { url: new URL(String(url), location.href).href, target, features } }))
    return null
  }
  listen<{ key: string; api: Api }>('expose', ({ key, api }) => {
    const methods = Object.entries(api).map(([name, method]) => [name, (...values: unknown[]) => call(method, values)])
    Object.defineProperty(window, key, { value: Object.freeze(Object.fromEntries(methods)), enumerable: true, writable: false, configurable: false })
  })
}

/** What the main process answers to. */
export type FromPage =
  | { kind: 'open'; url: string; target: string; features: string }
  | { kind: 'send'; channel: string; values: unknown[] }
  | { kind: 'invoke'; id: number; channel: string; values: unknown[] }
export type ToPage = { kind: 'message'; channel: string; values: unknown[] } | { kind: 'answer'; id: number; value?: unknown; error?: string }

/** Runs in the preload's own world: gives it `require('electron')` as a sandboxed preload knows it, then runs it. */
export function preloadWorld({ token, source, binding }: { token: string; source: string; binding: string }): void {
  if (window !== window.top) return
  type Listener = (event: object, ...values: unknown[]) => void
  const listeners = new Map<string, Set<Listener>>()
  const invocations = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  const methods = new Map<number, (...values: unknown[]) => unknown>()
  let nextMethod = 1
  let nextInvocation = 1
  let nextPromise = 1

  const encode = (_key: string, value: unknown) => (value instanceof Uint8Array ? { $bytes: btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join('')) } : value)
  const decode = (_key: string, value: unknown) =>
    (typeof value === 'object' && value !== null && '$bytes' in value ? Uint8Array.from(atob(String(value.$bytes)), (character) => character.charCodeAt(0)) : value)
  const post = (message: unknown) => {
    const send: unknown = Reflect.get(globalThis, binding)
    if (typeof send === 'function') send(JSON.stringify(message, encode))
  }
  const tell = (name: string, detail: unknown) => document.dispatchEvent(new CustomEvent(`${token}-${name}`, { detail }))
  const register = (method: (...values: unknown[]) => unknown): number => {
    methods.set(nextMethod, method)
    return nextMethod++
  }
  const receivePassed = (passed: Passed): unknown => ('callback' in passed ? (...values: unknown[]) => void tell('callback', { callback: passed.callback, values }) : passed.value)
  const wrap = (result: unknown): Returned => {
    if (typeof result === 'function') return { method: register(result as (...values: unknown[]) => unknown) }
    if (!(result instanceof Promise)) return { value: result }
    const promise = nextPromise++
    result.then((value: unknown) => tell('settle', { promise, value }), (error: unknown) => tell('settle', { promise, error: error instanceof Error ? error.message : String(error) }))
    return { promise }
  }
  document.addEventListener(`${token}-call`, (event) => {
    const { method, passed } = (event as CustomEvent<{ method: number; passed: Passed[] }>).detail
    try {
      tell('return', wrap(methods.get(method)?.(...passed.map(receivePassed))))
    } catch (error) {
      tell('return', { error: error instanceof Error ? error.message : String(error) })
    }
  })
  document.addEventListener(`${token}-open`, (event) => post({ kind: 'open', ...(event as CustomEvent<object>).detail }))

  const receive = (message: ToPage) => {
    if (message.kind === 'message') {
      for (const listener of listeners.get(message.channel) ?? []) listener({ sender: ipcRenderer }, ...message.values)
      return
    }
    const waiting = invocations.get(message.id)
    invocations.delete(message.id)
    if (message.error === undefined) waiting?.resolve(message.value)
    else waiting?.reject(new Error(message.error))
  }
  Object.defineProperty(globalThis, `${binding}Receive`, { value: (text: string) => receive(JSON.parse(text, decode) as ToPage) })

  const ipcRenderer = {
    send: (channel: string, ...values: unknown[]) => post({ kind: 'send', channel, values }),
    invoke: (channel: string, ...values: unknown[]) => new Promise((resolve, reject) => {
      invocations.set(nextInvocation, { resolve, reject })
      post({ kind: 'invoke', id: nextInvocation++, channel, values })
    }),
    on: (channel: string, listener: Listener) => {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener))
      return ipcRenderer
    },
    removeListener: (channel: string, listener: Listener) => {
      listeners.get(channel)?.delete(listener)
      return ipcRenderer
    }
  }
  const contextBridge = {
    exposeInMainWorld: (key: string, api: Record<string, (...values: unknown[]) => unknown>) => {
      tell('expose', { key, api: Object.fromEntries(Object.entries(api).map(([name, method]) => [name, register(method)])) })
    }
  }
  const requireModule = (name: string) => {
    if (name === 'electron') return { contextBridge, ipcRenderer }
    throw new Error(`A sandboxed preload cannot require ${name}.`)
  }
  const module = { exports: {} }
  new Function('require', 'module', 'exports', source)(requireModule, module, module.exports)
}
