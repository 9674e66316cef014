import type { ApplicationInfo, RuntimeStatus } from '../../shared/rpc.ts'
import { defaultSettings, type Settings } from '../../shared/settings.ts'
import type { Host } from '../host/host.ts'

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

  constructor(host: Host) {
    this.#host = host
    const preference = matchMedia('(prefers-color-scheme: dark)')
    this.#systemDark = preference.matches
    preference.addEventListener('change', ({ matches }) => { this.#systemDark = matches })
    host.on('settings.changed', (settings) => { this.now = settings })
    host.on('runtime.progress', (progress) => { this.installation = progress })
    host.on('runtime.changed', (status) => {
      this.runtime = status
      if (!status.installing) this.installation = null
    })
  }

  async load(): Promise<void> {
    const [settings, info, runtime] = await Promise.all([
      this.#host.call('settings.get', {}), this.#host.call('app.info', {}), this.#host.call('runtime.status', {})
    ])
    this.now = settings
    this.info = info
    this.runtime = runtime
  }

  async refreshInfo(): Promise<void> {
    this.info = await this.#host.call('app.info', {})
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
