import type { PreparedExport } from '../../shared/rpc.ts'
import type { RunRecord } from '../../shared/run.ts'
import { countOf } from '../format/numbers.ts'
import type { Host } from '../host/host.ts'
import type { Messages } from './messages.svelte.ts'
import type { Runs } from './runs.svelte.ts'
import type { Selection } from './selection.svelte.ts'

interface Parts {
  host: Host
  runs: Runs
  messages: Messages
  selection: Selection
}

type Annotation = Partial<Pick<RunRecord, 'name' | 'notes' | 'tags' | 'starred' | 'locked'>>

/** What the user does to runs, from any page; failures are told as messages. */
export class RunActions {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  pause(runIds: readonly string[]): Promise<boolean> {
    return this.#attempt(this.#parts.host.call('runs.pause', { runIds: [...runIds] }))
  }

  resume(runIds: readonly string[]): Promise<boolean> {
    return this.#attempt(this.#parts.host.call('runs.resume', { runIds: [...runIds] }))
  }

  stop(runIds: readonly string[]): Promise<boolean> {
    return this.#attempt(this.#parts.host.call('runs.stop', { runIds: [...runIds] }))
  }

  /** Changes name, notes, tags, star or lock of each run. */
  annotate(runIds: readonly string[], annotation: Annotation | ((run: RunRecord) => Annotation)): Promise<boolean> {
    const { host, runs } = this.#parts
    return this.#attempt(Promise.all(runIds.map(async (runId) => {
      const run = runs.get(runId)
      const changes = typeof annotation === 'function' ? (run === undefined ? {} : annotation(run)) : annotation
      runs.accept(await host.call('runs.annotate', { runId, ...changes }))
    })))
  }

  /** Stars all, or takes the stars away where all have one. */
  toggleStar(runIds: readonly string[]): Promise<boolean> {
    const starred = !runIds.every((id) => this.#parts.runs.get(id)?.starred === true)
    return this.annotate(runIds, { starred })
  }

  toggleLock(runIds: readonly string[]): Promise<boolean> {
    const locked = !runIds.every((id) => this.#parts.runs.get(id)?.locked === true)
    return this.annotate(runIds, { locked })
  }

  /** Moves runs to the bin; the toast takes it back. */
  async delete(runIds: readonly string[]): Promise<boolean> {
    const { host, messages, selection } = this.#parts
    const ids = [...runIds]
    if (ids.length === 0 || !await this.#attempt(host.call('runs.delete', { runIds: ids }))) return false
    selection.set(selection.runIds.filter((id) => !ids.includes(id)))
    messages.info(`${this.#describe(ids)} moved to the bin.`, { label: 'Undo', run: () => { void this.restore(ids) } })
    return true
  }

  restore(runIds: readonly string[]): Promise<boolean> {
    return this.#attempt(this.#parts.host.call('runs.restore', { runIds: [...runIds] }))
  }

  /** For good: the caller has asked before. */
  async purge(runIds: readonly string[]): Promise<boolean> {
    const { host, messages, selection } = this.#parts
    const words = this.#describe(runIds)
    if (!await this.#attempt(host.call('runs.purge', { runIds: [...runIds] }))) return false
    selection.clear()
    messages.info(`${words} deleted for good.`)
    return true
  }

  exportData(runIds: readonly string[], format: 'csv' | 'json' | 'npz'): Promise<boolean> {
    return this.#save(this.#parts.host.call('export.data', { runIds: [...runIds], format }))
  }

  exportBundle(runIds: readonly string[]): Promise<boolean> {
    return this.#save(this.#parts.host.call('export.bundle', { runIds: [...runIds] }))
  }

  #save(prepared: Promise<PreparedExport>): Promise<boolean> {
    return this.#attempt(prepared.then(async (file) => {
      if (await this.#parts.host.saveExport(file)) this.#parts.messages.info(`${file.fileName} is saved.`)
    }))
  }

  #attempt(work: Promise<unknown>): Promise<boolean> {
    return this.#parts.messages.attempt(work)
  }

  #describe(runIds: readonly string[]): string {
    const [first] = runIds
    return runIds.length === 1 && first !== undefined ? `“${shortened(this.#parts.runs.get(first)?.name ?? first)}”` : countOf(runIds.length, 'run')
  }
}

const longestInMessage = 60

function shortened(name: string): string {
  return name.length <= longestInMessage ? name : `${name.slice(0, longestInMessage - 1).trimEnd()}…`
}
