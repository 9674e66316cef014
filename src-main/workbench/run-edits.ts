import { presets } from '../../shared/config/presets.ts'
import { parseConfig } from '../../shared/config/validate.ts'
import { GrokscopeError } from '../../shared/errors.ts'
import type { Parsed } from '../../shared/rpc.ts'
import type { RunRecord } from '../../shared/run.ts'
import type { RunStore } from '../store/run-store.ts'
import type { EventBus } from './events.ts'
import { givenState } from './given-state.ts'
import { freeName } from './run-names.ts'

const dayMs = 86_400_000

/** A new run, not yet queued. Throws `config/invalid`, `preset/unknown`, and as `givenState` does. */
export function createRun(store: RunStore, { config, name, preset, tags }: Parsed<'runs.create'>): RunRecord {
  const parsed = parseConfig(config)
  if (preset !== undefined && !presets.some((known) => known.name === preset)) {
    const names = presets.map((known) => known.name).join(', ')
    throw new GrokscopeError('preset/unknown', `preset: there is no preset ${preset}; expected one of ${names}`)
  }
  givenState(store, parsed)
  const taken = new Set(store.listRuns().map((run) => run.name))
  return store.createRun({
    name: name ?? freeName(parsed, preset ?? null, taken), config: parsed, preset: preset ?? null, parent: null, tags: tags ?? []
  })
}

/** Ends whatever works on some runs. */
interface Halting { halt: (runIds: readonly string[]) => Promise<void> }

/** Deleting and its undo. Locked runs are refused before anything is changed. */
export class Bin {
  readonly #store: RunStore
  readonly #control: Halting
  readonly #events: EventBus

  constructor(store: RunStore, control: Halting, events: EventBus) {
    this.#store = store
    this.#control = control
    this.#events = events
  }

  async delete(runIds: readonly string[]): Promise<void> {
    this.#refuseLocked(runIds)
    await this.#control.halt(runIds)
    this.#store.binRuns(runIds)
    this.#events.emit('runs.changed', { runIds: [...runIds] })
  }

  restore(runIds: readonly string[]): void {
    this.#store.restoreRuns(runIds)
    this.#events.emit('runs.changed', { runIds: [...runIds] })
  }

  async purge(runIds: readonly string[]): Promise<void> {
    this.#refuseLocked(runIds)
    await this.#control.halt(runIds)
    this.#store.purgeRuns(runIds)
    this.#events.emit('runs.changed', { runIds: [...runIds] })
  }

  /** Purges what has lain in the bin for more than `days`; 0 keeps everything. */
  empty(days: number, now: number): void {
    if (days === 0) return
    const old = this.#store.listRuns({ bin: true }).filter((run) => run.deletedAt !== null && !run.locked && now - run.deletedAt > days * dayMs)
    if (old.length > 0) this.#store.purgeRuns(old.map((run) => run.id))
  }

  #refuseLocked(runIds: readonly string[]): void {
    const locked = runIds.map((runId) => this.#store.getRun(runId)).find((run) => run.locked)
    if (locked !== undefined) throw new GrokscopeError('run/locked', `${locked.name} is locked; unlock it to delete it`)
  }
}
