import { createContext } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import type { ImportReport } from '../../shared/rpc.ts'
import { countOf } from '../format/numbers.ts'
import type { Connection, Host } from '../host/host.ts'
import { Cursor } from './cursor.svelte.ts'
import { Dialogs } from './dialogs.svelte.ts'
import { Forks } from './forks.svelte.ts'
import { Layout } from './layout.svelte.ts'
import { Measurements } from './measurements.svelte.ts'
import { Messages } from './messages.svelte.ts'
import { NewRun } from './new-run.svelte.ts'
import { Queue } from './queue.svelte.ts'
import { onReconnection } from './reconnection.ts'
import { Route } from './route.svelte.ts'
import { RunActions } from './run-actions.ts'
import { Runs } from './runs.svelte.ts'
import { Selection } from './selection.svelte.ts'
import { SettingsState } from './settings.svelte.ts'

/** The state of the window; every component gets it by `application()`. */
export class Application {
  readonly host: Host
  readonly runs: Runs
  readonly queue: Queue
  readonly settings: SettingsState
  readonly measurements: Measurements
  readonly layout: Layout
  readonly actions: RunActions
  readonly selection = new Selection()
  readonly cursor = new Cursor()
  readonly messages = new Messages()
  readonly route = new Route()
  readonly dialogs = new Dialogs()
  readonly newRun: NewRun
  readonly forks: Forks
  /** Titles of the studies that were shown, by name. */
  readonly studyTitles = new SvelteMap<string, string>()
  connection: Connection = $state('connecting')
  /** How often a lost connection came back: an effect that reads it reads anew what it shows. */
  reconnections = $state(0)

  /** `storage` outlives a load of the page. */
  constructor(host: Host, storage: Storage) {
    this.host = host
    this.newRun = new NewRun(storage)
    this.forks = new Forks(storage)
    this.runs = new Runs(host, (error) => this.messages.failure(error))
    this.queue = new Queue(host)
    this.settings = new SettingsState(host, (error) => this.messages.failure(error))
    this.measurements = new Measurements(host, (error) => this.messages.failure(error))
    this.layout = new Layout(host, (error) => this.messages.failure(error))
    this.actions = new RunActions({ host, runs: this.runs, messages: this.messages, selection: this.selection })
    this.connection = host.connection
    host.onConnection((connection) => { this.connection = connection })
    onReconnection(host, () => {
      this.reconnections++
      void this.load()
    })
    host.on('message', ({ level, text }) => this.messages.show(level, text))
  }

  /** Asks for everything that events keep current afterwards. */
  async load(): Promise<void> {
    const { messages, measurements, queue, runs, settings } = this
    await Promise.all([runs.load(), ...[queue, settings, measurements].map((part) => messages.attempt(part.load()))])
  }

  /** Asks for a bundle and brings its runs in. */
  importBundle(): Promise<boolean> {
    return this.messages.attempt(this.host.chooseImport().then(async (uploadId) => {
      if (uploadId !== null) this.#tellImport(await this.host.call('import.bundle', { uploadId }))
    }))
  }

  importSamples(): Promise<boolean> {
    return this.messages.attempt(this.host.call('import.samples', {}).then((report) => this.#tellImport(report)))
  }

  #tellImport({ imported, alreadyThere }: ImportReport): void {
    const known = alreadyThere.length === 0 ? '' : ` ${countOf(alreadyThere.length, 'run')} already there.`
    this.messages.info(`${countOf(imported.length, 'run')} imported.${known}`)
    void this.runs.load()
  }
}

export const [application, provideApplication] = createContext<Application>()
