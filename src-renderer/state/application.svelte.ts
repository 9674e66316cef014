import { createContext } from 'svelte'
import type { Connection, Host } from '../host/host.ts'
import { Cursor } from './cursor.svelte.ts'
import { Layout } from './layout.svelte.ts'
import { Messages } from './messages.svelte.ts'
import { Queue } from './queue.svelte.ts'
import { Route } from './route.svelte.ts'
import { Runs } from './runs.svelte.ts'
import { Selection } from './selection.svelte.ts'
import { SettingsState } from './settings.svelte.ts'

/** The state of the window; every component gets it by `application()`. */
export class Application {
  readonly host: Host
  readonly runs: Runs
  readonly queue: Queue
  readonly settings: SettingsState
  readonly layout: Layout
  readonly selection = new Selection()
  readonly cursor = new Cursor()
  readonly messages = new Messages()
  readonly route = new Route()
  connection: Connection = $state('connecting')

  constructor(host: Host) {
    this.host = host
    this.runs = new Runs(host)
    this.queue = new Queue(host)
    this.settings = new SettingsState(host)
    this.layout = new Layout(host, (error) => this.messages.failure(error))
    this.connection = host.connection
    host.onConnection((connection) => {
      const wasLost = this.connection === 'lost'
      this.connection = connection
      if (connection === 'open' && wasLost) void this.load()
    })
    host.on('message', ({ level, text }) => this.messages.show(level, text))
  }

  /** Asks for everything that events keep current afterwards. */
  async load(): Promise<void> {
    await Promise.all([this.runs.load(), this.messages.attempt(this.queue.load()), this.messages.attempt(this.settings.load())])
  }
}

export const [application, provideApplication] = createContext<Application>()
