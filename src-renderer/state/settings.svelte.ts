import type { ApplicationInfo, RuntimeStatus } from '../../shared/rpc.ts'
import { defaultSettings, type Settings } from '../../shared/settings.ts'
import type { Host } from '../host/host.ts'

const infoMs = 1_000

/** The user's choices, and what the application says of itself. */
export class SettingsState {
  now: Settings = $state.raw(defaultSettings)
  info: ApplicationInfo | null = $state.raw(null)
  runtime: RuntimeStatus | null = $state.raw(null)
  /** What the installation of TensorFlow is doing; null where none runs. */
  installation: { stage: string; fraction: number | null; message: string } | null = $state.raw(null)
  #systemDark = $state(false)
  readonly theme: 'light' | 'dark' = $derived(this.now.theme === 'system' ? (this.#systemDark ? 'dark' : 'light') : this.now.theme)
  readonly #host: Host
  readonly #onFailure: (error: unknown) => void
  #infoTimer: ReturnType<typeof setTimeout> | null = null

  constructor(host: Host, onFailure: (error: unknown) => void) {
    this.#host = host
    this.#onFailure = onFailure
    const preference = matchMedia('(prefers-color-scheme: dark)')
    this.#systemDark = preference.matches
    preference.addEventListener('change', ({ matches }) => { this.#systemDark = matches })
    host.on('settings.changed', (settings) => { this.now = settings })
    host.on('runtime.progress', (progress) => { this.installation = progress })
    host.on('runtime.changed', (status) => {
      this.runtime = status
      if (!status.installing) this.installation = null
    })
    // A run that began, ended, was brought in or deleted has changed the size of the store.
    host.on('runs.changed', () => { this.#infoTimer ??= setTimeout(() => void this.#readInfo(), infoMs) })
  }

  async load(): Promise<void> {
    const [settings, info, runtime] = await Promise.all([
      this.#host.call('settings.get', {}), this.#host.call('app.info', {}), this.#host.call('runtime.status', {})
    ])
    this.now = settings
    this.info = info
    this.runtime = runtime
  }

  async #readInfo(): Promise<void> {
    this.#infoTimer = null
    try {
      this.info = await this.#host.call('app.info', {})
    } catch (error) {
      this.#onFailure(error)
    }
  }

  /** Shows the change at once; the workbench's answer has the last word. */
  async change(changes: Partial<Settings>): Promise<void> {
    const before = this.now
    this.now = { ...before, ...changes }
    try {
      this.now = await this.#host.call('settings.set', changes)
    } catch (error) {
      this.now = before
      throw error
    }
  }
}
