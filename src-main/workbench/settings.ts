import * as v from 'valibot'
import { GrokscopeError } from '../../shared/errors.ts'
import { defaultSettings, settingsSchema, type Settings } from '../../shared/settings.ts'
import type { RunStore } from '../store/run-store.ts'
import type { EventBus } from './events.ts'

const settingsKey = 'settings'
const viewPrefix = 'view:'
const largestView = 1_000_000

/** The user's choices and the state of views, kept in the store. */
export class SettingsBook {
  readonly #store: RunStore
  readonly #events: EventBus
  #settings: Settings

  constructor(store: RunStore, events: EventBus) {
    this.#store = store
    this.#events = events
    const saved = v.safeParse(settingsSchema, store.getValue(settingsKey) ?? {})
    this.#settings = saved.success ? saved.output : defaultSettings
    if (!saved.success) setImmediate(() => events.emit('message', { level: 'warning', text: 'The saved settings could not be read; the defaults are used.' }))
  }

  get current(): Settings { return this.#settings }

  change(changes: Partial<Settings>): Settings {
    const settings = { ...this.#settings, ...changes }
    this.#store.setValue(settingsKey, settings)
    this.#settings = settings
    this.#events.emit('settings.changed', settings)
    return settings
  }

  view(key: string): unknown { return this.#store.getValue(viewPrefix + key) ?? null }

  setView(key: string, value: unknown): void {
    if ((JSON.stringify(value) ?? '').length > largestView) throw new GrokscopeError('request/invalid', `value: expected at most ${largestView} characters of JSON`)
    this.#store.setValue(viewPrefix + key, value ?? null)
  }
}
