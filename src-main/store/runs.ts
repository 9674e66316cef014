import type { Statement } from 'better-sqlite3'
import { GrokscopeError } from '../../shared/errors.ts'
import type { RunRecord, RunState } from '../../shared/run.ts'
import type { Connection } from './database.ts'
import { isRunId, newRunId, unknownRun } from './run-ids.ts'
import { recordOf, type RunRow } from './run-record.ts'
import type { NewRun, RunChanges } from './run-store.ts'
import type { SeriesTable } from './series-table.ts'

type Column = string | number | null
interface RunKey { id: string; number: number; name: string; state: RunState; locked: number; deleted_at: number | null }

const asFlag = (value: boolean): Column => (value ? 1 : 0)
const asJson = (value: unknown): Column => (value === null ? null : JSON.stringify(value))

/** The columns that a set of changes stands for; what is undefined is left alone. */
function columnsOf(changes: RunChanges): Map<string, Column> {
  const columns: [string, Column | undefined][] = [
    ['name', changes.name],
    ['notes', changes.notes],
    ['tags', changes.tags && asJson(changes.tags)],
    ['starred', changes.starred === undefined ? undefined : asFlag(changes.starred)],
    ['locked', changes.locked === undefined ? undefined : asFlag(changes.locked)],
    ['state', changes.state],
    ['step', changes.step],
    ['started_at', changes.startedAt],
    ['ended_at', changes.endedAt],
    ['training_seconds', changes.trainingSeconds],
    ['memorization', changes.milestones?.memorization],
    ['generalization', changes.milestones?.generalization],
    ['environment', changes.environment === undefined ? undefined : asJson(changes.environment)],
    ['error', changes.error === undefined ? undefined : asJson(changes.error)]
  ]
  return new Map(columns.filter((entry): entry is [string, Column] => entry[1] !== undefined))
}

function describe(runs: readonly { id: string; name: string }[]): string {
  return runs.slice(0, 5).map(({ id, name }) => `${id} (${name})`).join(', ') + (runs.length > 5 ? ` and ${runs.length - 5} more` : '')
}

/** Throws, naming the runs, where there are any. */
function refuse(code: 'run/locked' | 'run/state', runs: readonly RunKey[], explain: (names: string) => string): void {
  if (runs.length > 0) throw new GrokscopeError(code, `${explain(describe(runs))} Nothing was deleted.`, { runIds: runs.map(({ id }) => id) })
}

function prepare(database: Connection) {
  return {
    insert: database.prepare<[Record<string, Column>]>(`
      INSERT INTO run (id, name, state, config, preset, parent_id, parent_step, created_at, tags)
      VALUES (@id, @name, 'queued', @config, @preset, @parentId, @parentStep, @createdAt, @tags)`),
    byId: database.prepare<[string], RunRow>('SELECT * FROM run WHERE id = ?'),
    key: database.prepare<[string], RunKey>('SELECT id, number, name, state, locked, deleted_at FROM run WHERE id = ?'),
    all: database.prepare<[number], RunRow>('SELECT * FROM run WHERE (deleted_at IS NOT NULL) = ? ORDER BY created_at DESC, number DESC'),
    matching: database.prepare<[{ text: string }], { id: string; name: string }>(
      'SELECT id, name FROM run WHERE deleted_at IS NULL AND (name = @text OR substr(id, 1, length(@text)) = @text) ORDER BY number'),
    setDeleted: database.prepare<[number | null, number]>('UPDATE run SET deleted_at = ? WHERE number = ?'),
    remove: database.prepare<[number]>('DELETE FROM run WHERE number = ?'),
    clipProgress: database.prepare<[{ number: number; step: number }]>(`
      UPDATE run SET step = min(step, @step), memorization = iif(memorization <= @step, memorization, NULL),
        generalization = iif(generalization <= @step, generalization, NULL) WHERE number = @number`)
  }
}

/** The table of runs. */
export class Runs {
  readonly #database: Connection
  readonly #series: SeriesTable
  readonly #sql: ReturnType<typeof prepare>
  /** A run's progress is written again and again, with the same columns. */
  readonly #updates = new Map<string, Statement<Column[]>>()

  constructor(database: Connection, series: SeriesTable) {
    this.#database = database
    this.#series = series
    this.#sql = prepare(database)
  }

  /** Throws `run/unknown`. */
  key(id: string): RunKey {
    const found = this.#sql.key.get(id)
    if (found === undefined) throw unknownRun(id)
    return found
  }

  has(id: string): boolean {
    return this.#sql.key.get(id) !== undefined
  }

  /** Returns the run's id. Throws `request/invalid` where the id that is wanted is none, or taken. */
  create({ id = this.#freshId(), name, config, preset, parent, tags, createdAt = Date.now() }: NewRun): string {
    if (!isRunId(id)) throw new GrokscopeError('request/invalid', `${JSON.stringify(id)} is not a run id: ten characters of a–z and 2–7.`)
    if (this.has(id)) throw new GrokscopeError('request/invalid', `There is a run ${id} already.`)
    const origin = { parentId: parent?.runId ?? null, parentStep: parent?.step ?? null }
    this.#sql.insert.run({ id, name, config: JSON.stringify(config), preset, ...origin, createdAt, tags: JSON.stringify(tags) })
    return id
  }

  #freshId(): string {
    const id = newRunId()
    return this.has(id) ? this.#freshId() : id
  }

  /** Throws `run/unknown`. */
  get(id: string): RunRecord {
    const row = this.#sql.byId.get(id)
    if (row === undefined) throw unknownRun(id)
    return recordOf(row, this.#series.list(row.number).map(({ number: _, ...summary }) => summary))
  }

  /** The id that an id, a unique start of one or a unique name stands for; runs in the bin go by their whole id only. */
  find(reference: string): string {
    if (this.has(reference)) return reference
    const matching = reference === '' ? [] : this.#sql.matching.all({ text: reference })
    if (matching.length === 0) throw unknownRun(reference)
    if (matching.length === 1) return matching[0].id
    throw new GrokscopeError('run/ambiguous', `${JSON.stringify(reference)} may be any of ${describe(matching)}. Give the whole id.`, { runIds: matching.map(({ id }) => id) })
  }

  /** Newest first. */
  list(isInBin: boolean): RunRecord[] {
    const summaries = this.#series.listAll(isInBin)
    return this.#sql.all.all(isInBin ? 1 : 0).map((row) => recordOf(row, summaries.get(row.number) ?? []))
  }

  change(number: number, changes: RunChanges): void {
    const columns = columnsOf(changes)
    if (columns.size === 0) return
    const assignments = [...columns.keys()].map((column) => `${column} = ?`).join(', ')
    const update = this.#updates.get(assignments) ?? this.#database.prepare<Column[]>(`UPDATE run SET ${assignments} WHERE number = ?`)
    this.#updates.set(assignments, update)
    update.run(...columns.values(), number)
  }

  /** Takes back step and milestones that lie after `step`. */
  clipProgress(number: number, step: number): void {
    this.#sql.clipProgress.run({ number, step })
  }

  /** Moves runs to the bin. Throws `run/locked`, `run/state` where one is training. */
  bin(ids: readonly string[], now: number): void {
    for (const run of this.#deletable(ids)) if (run.deleted_at === null) this.#sql.setDeleted.run(now, run.number)
  }

  /** Takes runs out of the bin. */
  restore(ids: readonly string[]): void {
    for (const id of ids) this.#sql.setDeleted.run(null, this.key(id).number)
  }

  /** Removes runs in the bin for good; returns their numbers. Throws as `bin` does, and `run/state` where one is not in the bin. */
  purge(ids: readonly string[]): number[] {
    const keys = this.#deletable(ids)
    refuse('run/state', keys.filter((run) => run.deleted_at === null), (names) => `Only runs in the bin are deleted for good; these are not: ${names}.`)
    for (const { number } of keys) this.#sql.remove.run(number)
    return keys.map(({ number }) => number)
  }

  #deletable(ids: readonly string[]): RunKey[] {
    const keys = [...new Set(ids)].map((id) => this.key(id))
    refuse('run/locked', keys.filter((run) => run.locked === 1), (names) => `Locked runs are not deleted: ${names}. Unlock them first.`)
    refuse('run/state', keys.filter((run) => run.state === 'training'), (names) => `These runs are training: ${names}. Stop them first.`)
    return keys
  }
}
