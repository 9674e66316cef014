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

function list(runs: readonly { id: string; name: string }[]): string {
  return runs.slice(0, 5).map(({ id, name }) => `${id} (${name})`).join(', ') + (runs.length > 5 ? ` and ${runs.length - 5} more` : '')
}

/** The table of runs. */
export function openRuns(database: Connection, series: SeriesTable) {
  const insert = database.prepare<[Record<string, Column>]>(`
    INSERT INTO run (id, name, state, config, preset, parent_id, parent_step, created_at, tags)
    VALUES (@id, @name, 'queued', @config, @preset, @parentId, @parentStep, @createdAt, @tags)`)
  const selectById = database.prepare<[string], RunRow>('SELECT * FROM run WHERE id = ?')
  const selectKey = database.prepare<[string], RunKey>('SELECT id, number, name, state, locked, deleted_at FROM run WHERE id = ?')
  const selectAll = database.prepare<[number], RunRow>('SELECT * FROM run WHERE (deleted_at IS NOT NULL) = ? ORDER BY created_at DESC, number DESC')
  const selectMatching = database.prepare<[string, string], { id: string; name: string }>(
    'SELECT id, name FROM run WHERE deleted_at IS NULL AND (name = ? OR substr(id, 1, length(?2)) = ?2) ORDER BY number')
  const setDeleted = database.prepare<[number | null, number]>('UPDATE run SET deleted_at = ? WHERE number = ?')
  const remove = database.prepare<[number]>('DELETE FROM run WHERE number = ?')
  const clipProgress = database.prepare<[{ number: number; step: number }]>(`
    UPDATE run SET step = min(step, @step), memorization = iif(memorization <= @step, memorization, NULL),
      generalization = iif(generalization <= @step, generalization, NULL) WHERE number = @number`)

  function key(id: string): RunKey {
    const found = selectKey.get(id)
    if (found === undefined) throw unknownRun(id)
    return found
  }

  function freshId(): string {
    const id = newRunId()
    return selectKey.get(id) === undefined ? id : freshId()
  }

  /** The runs, where all of them may be deleted. */
  function deletable(ids: readonly string[]): RunKey[] {
    const keys = [...new Set(ids)].map(key)
    const locked = keys.filter((run) => run.locked === 1)
    if (locked.length > 0) throw new GrokscopeError('run/locked', `Locked runs are not deleted: ${list(locked)}. Unlock them first; nothing was deleted.`, { runIds: locked.map(({ id }) => id) })
    const training = keys.filter((run) => run.state === 'training')
    if (training.length > 0) throw new GrokscopeError('run/state', `These runs are training: ${list(training)}. Stop them first; nothing was deleted.`, { runIds: training.map(({ id }) => id) })
    return keys
  }

  return {
    key,
    has: (id: string): boolean => selectKey.get(id) !== undefined,

    create({ id = freshId(), name, config, preset, parent, tags, createdAt = Date.now() }: NewRun): string {
      if (!isRunId(id)) throw new GrokscopeError('request/invalid', `${JSON.stringify(id)} is not a run id: ten characters of a–z and 2–7.`)
      if (selectKey.get(id) !== undefined) throw new GrokscopeError('request/invalid', `There is a run ${id} already.`)
      insert.run({
        id, name, config: JSON.stringify(config), preset, parentId: parent?.runId ?? null, parentStep: parent?.step ?? null, createdAt, tags: JSON.stringify(tags)
      })
      return id
    },

    get(id: string): RunRecord {
      const row = selectById.get(id)
      if (row === undefined) throw unknownRun(id)
      return recordOf(row, series.list(row.number).map(({ number: _, ...summary }) => summary))
    },

    find(reference: string): string {
      if (selectKey.get(reference) !== undefined) return reference
      const matching = reference === '' ? [] : selectMatching.all(reference, reference)
      if (matching.length === 0) throw unknownRun(reference)
      if (matching.length > 1) throw new GrokscopeError('run/ambiguous', `${JSON.stringify(reference)} may be any of ${list(matching)}. Give the whole id.`, { runIds: matching.map(({ id }) => id) })
      return matching[0].id
    },

    list(isInBin: boolean): RunRecord[] {
      const summaries = series.listAll(isInBin)
      return selectAll.all(isInBin ? 1 : 0).map((row) => recordOf(row, summaries.get(row.number) ?? []))
    },

    change(number: number, changes: RunChanges): void {
      const columns = columnsOf(changes)
      if (columns.size === 0) return
      const assignments = [...columns.keys()].map((column) => `${column} = ?`).join(', ')
      database.prepare<Column[]>(`UPDATE run SET ${assignments} WHERE number = ?`).run(...columns.values(), number)
    },

    /** Takes back step and milestones that lie after `step`. */
    clipProgress: (number: number, step: number): void => { clipProgress.run({ number, step }) },

    bin(ids: readonly string[], now: number): void {
      for (const run of deletable(ids)) if (run.deleted_at === null) setDeleted.run(now, run.number)
    },

    restore(ids: readonly string[]): void {
      for (const id of ids) setDeleted.run(null, key(id).number)
    },

    /** Removes runs in the bin for good; returns their numbers. */
    purge(ids: readonly string[]): number[] {
      const keys = deletable(ids)
      const outside = keys.filter((run) => run.deleted_at === null)
      if (outside.length > 0) throw new GrokscopeError('run/state', `Only runs in the bin are deleted for good; these are not: ${list(outside)}. Nothing was deleted.`, { runIds: outside.map(({ id }) => id) })
      for (const { number } of keys) remove.run(number)
      return keys.map(({ number }) => number)
    }
  }
}

export type Runs = ReturnType<typeof openRuns>
