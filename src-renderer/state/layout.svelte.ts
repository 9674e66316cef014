import { SvelteMap } from 'svelte/reactivity'
import { GrokscopeError } from '../../shared/errors.ts'
import type { Host } from '../host/host.ts'

const settleMs = 400

/** How each panel and table was left: small values under a key, read once each, kept by the workbench; in a read-only window by the page. */
export class Layout {
  readonly #values = new SvelteMap<string, unknown>()
  readonly #asked = new Map<string, Promise<void>>()
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  readonly #host: Host
  readonly #onFailure: (error: unknown) => void

  constructor(host: Host, onFailure: (error: unknown) => void) {
    this.#host = host
    this.#onFailure = onFailure
    addEventListener('pagehide', () => { for (const key of this.#timers.keys()) this.#write(key) })
  }

  /** Resolves when the value of `key` is here; asks once. */
  load(key: string): Promise<void> {
    const known = this.#asked.get(key)
    if (known !== undefined) return known
    const asked = this.#host.call('views.get', { key }).then(
      (value) => { if (!this.#values.has(key) && value !== null && value !== undefined) this.#values.set(key, value) },
      (error: unknown) => { this.#asked.delete(key); this.#onFailure(error) })
    this.#asked.set(key, asked)
    return asked
  }

  /** The kept value where `accepts` takes it, else `initial`. */
  get<T>(key: string, accepts: (value: unknown) => value is T, initial: T): T {
    const value = this.#values.get(key)
    return accepts(value) ? value : initial
  }

  set(key: string, value: unknown): void {
    this.#values.set(key, value)
    clearTimeout(this.#timers.get(key))
    this.#timers.set(key, setTimeout(() => this.#write(key), settleMs))
  }

  /** Keeps at once what the user asked to have kept. Rejects where that cannot be. */
  async keep(key: string, value: unknown): Promise<void> {
    await this.#host.call('views.set', { key, value })
    this.#values.set(key, value)
  }

  #write(key: string): void {
    clearTimeout(this.#timers.get(key))
    this.#timers.delete(key)
    this.#host.call('views.set', { key, value: this.#values.get(key) }).catch((error: unknown) => this.#failed(error))
  }

  /** Nobody asked for this to be kept: where the store cannot be written, it lasts as long as the page does. */
  #failed(error: unknown): void {
    if (error instanceof GrokscopeError && error.code === 'store/read-only') return
    this.#onFailure(error)
  }
}

export const isNumber = (value: unknown): value is number => typeof value === 'number'
export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'
export const isString = (value: unknown): value is string => typeof value === 'string'
export const isStrings = (value: unknown): value is string[] => Array.isArray(value) && value.every(isString)
