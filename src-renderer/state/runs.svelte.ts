import { SvelteMap } from 'svelte/reactivity'
import { GrokscopeError } from '../../shared/errors.ts'
import type { RunProgress } from '../../shared/rpc.ts'
import type { RunRecord } from '../../shared/run.ts'
import type { Host } from '../host/host.ts'
import { withProgress } from './live-run.ts'
import { errorText } from './messages.svelte.ts'

const manyRuns = 8
const gatherMs = 60
const settleMs = 1_000

/** All runs by id, kept current by the application's events; those in the bin are among them, with `deletedAt` set. */
export class Runs {
  status: 'loading' | 'ready' | 'failed' = $state('loading')
  failure = $state('')
  #byId: ReadonlyMap<string, RunRecord> = $state.raw(new Map())
  /** Runs outside the bin, newest first. */
  readonly all: readonly RunRecord[] = $derived(newestFirst([...this.#byId.values()].filter((run) => run.deletedAt === null)))
  readonly bin: readonly RunRecord[] = $derived(newestFirst([...this.#byId.values()].filter((run) => run.deletedAt !== null)))
  /** The latest word from each run that trains, finer and more often than its record. */
  readonly progress = new SvelteMap<string, RunProgress>()
  #settled: ReadonlyMap<string, RunProgress> = $state.raw(new Map())
  /** As `all`, with what runs that train have told since their record was read: once a second, so that what is sorted by it can be read. */
  readonly live: readonly RunRecord[] = $derived(this.all.map((run) => withProgress(run, this.#settled.get(run.id))))
  readonly #host: Host
  readonly #onFailure: (error: unknown) => void
  readonly #stale = new Set<string>()
  #refresh: ReturnType<typeof setTimeout> | null = null
  #settling: ReturnType<typeof setTimeout> | null = null

  constructor(host: Host, onFailure: (error: unknown) => void) {
    this.#host = host
    this.#onFailure = onFailure
    host.on('run.progress', (progress) => {
      this.progress.set(progress.runId, progress)
      this.#settling ??= setTimeout(() => this.#settle(), settleMs)
    })
    host.on('runs.changed', ({ runIds }) => this.#gather(runIds))
  }

  get(runId: string): RunRecord | undefined {
    return this.#byId.get(runId)
  }

  /** A run at this moment: its record with what it has told since. */
  current(run: RunRecord): RunRecord {
    return withProgress(run, this.progress.get(run.id))
  }

  /** Puts a record that a call answered with into place before its event arrives. */
  accept(run: RunRecord): void {
    this.#byId = new Map(this.#byId).set(run.id, run)
  }

  async load(): Promise<void> {
    try {
      const [all, bin] = await Promise.all([this.#host.call('runs.list', { bin: false }), this.#host.call('runs.list', { bin: true })])
      this.#byId = new Map([...all, ...bin].map((run) => [run.id, run]))
      this.#forgetEnded()
      this.status = 'ready'
    } catch (error) {
      this.failure = errorText(error)
      this.status = this.#byId.size > 0 ? 'ready' : 'failed'
    }
  }

  #gather(runIds: readonly string[]): void {
    for (const id of runIds) this.#stale.add(id)
    this.#refresh ??= setTimeout(() => {
      this.#refresh = null
      const ids = [...this.#stale]
      this.#stale.clear()
      void (ids.length > manyRuns ? this.load() : this.#reload(ids))
    }, gatherMs)
  }

  async #reload(runIds: readonly string[]): Promise<void> {
    const next = new Map<string, RunRecord | null>()
    await Promise.all(runIds.map(async (runId) => {
      try {
        next.set(runId, await this.#host.call('runs.get', { runId }))
      } catch (error) {
        if (error instanceof GrokscopeError && error.code === 'run/unknown') next.set(runId, null)
        else this.#onFailure(error)
      }
    }))
    const byId = new Map(this.#byId)
    for (const [id, run] of next) {
      if (run === null) byId.delete(id)
      else byId.set(id, run)
    }
    this.#byId = byId
    this.#forgetEnded()
  }

  #forgetEnded(): void {
    const ended = [...this.progress.keys()].filter((id) => this.#byId.get(id)?.state !== 'training')
    if (ended.length === 0) return
    for (const id of ended) this.progress.delete(id)
    this.#settle()
  }

  #settle(): void {
    if (this.#settling !== null) clearTimeout(this.#settling)
    this.#settling = null
    this.#settled = new Map(this.progress)
  }
}

function newestFirst(runs: RunRecord[]): RunRecord[] {
  return runs.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1))
}
