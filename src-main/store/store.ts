import { existsSync, statSync } from 'node:fs'
import { GrokscopeError } from '../../shared/errors.ts'
import { endedStates, type RunState } from '../../shared/run.ts'
import { checkStore } from './check.ts'
import { openCheckpoints } from './checkpoints.ts'
import { openChunks } from './chunks.ts'
import type { Connection } from './database.ts'
import { openRuns } from './runs.ts'
import type { RunBatch, RunChanges, RunStore } from './run-store.ts'
import { createSeriesReader } from './series-reader.ts'
import { openSeriesTable } from './series-table.ts'
import { createSeriesWriter } from './series-writer.ts'
import { openSnapshots } from './snapshots.ts'
import { asStoreError } from './sqlite-errors.ts'
import { openTails } from './tails.ts'
import { openValues } from './values.ts'

interface StoreParts {
  database: Connection
  readOnly: string | null
  /** Called once, after the database was closed. */
  onClose(): void
}

const restingStates: readonly RunState[] = [...endedStates, 'paused']

/** The run store over an open database whose version is current. */
export function createStore({ database, readOnly, onClose }: StoreParts): RunStore {
  const file = database.name
  const series = { table: openSeriesTable(database), chunks: openChunks(database), tails: openTails(database) }
  const runs = openRuns(database, series.table)
  const writer = createSeriesWriter(series)
  const readSeries = createSeriesReader(series)
  const snapshots = openSnapshots(database)
  const checkpoints = openCheckpoints(database)
  const values = openValues(database)

  function guarded<T>(action: () => T): T {
    try {
      return action()
    } catch (error) {
      throw asStoreError(error, file)
    }
  }

  const transaction = database.transaction((action: () => unknown) => action())

  /** One transaction, or a savepoint within one; what the writer remembers of a run never outlives a rollback. */
  function writing<T>(action: () => T): T {
    if (readOnly !== null) throw new GrokscopeError('store/read-only', `The store ${file} is open for reading only: ${readOnly}`)
    let result: { value: T } | null = null
    try {
      transaction.immediate(() => { result = { value: action() } })
    } catch (error) {
      writer.forget()
      throw asStoreError(error, file)
    }
    return resultOf(result)
  }

  function change(number: number, changes: RunChanges): void {
    runs.change(number, changes)
    if (changes.state !== undefined && restingStates.includes(changes.state)) writer.fold(number)
  }

  function write(number: number, { points, snapshots: kept, checkpoints: saved, changes }: RunBatch): void {
    if (points !== undefined) writer.append(number, points)
    for (const snapshot of kept ?? []) snapshots.write(number, snapshot)
    for (const checkpoint of saved ?? []) checkpoints.write(number, checkpoint)
    if (changes !== undefined) change(number, changes)
  }

  function copyHistory(from: string, to: string, step: number): void {
    const source = runs.key(from)
    const target = runs.key(to).number
    checkpoints.copy(source, target, step)
    snapshots.copy(source.number, target, step)
    const names = series.table.list(source.number).map(({ name }) => name)
    writer.append(target, readSeries(source, { names, toStep: step }))
  }

  return {
    file,
    readOnly,
    atomically: (action) => writing(action),
    createRun: (run) => writing(() => runs.get(runs.create(run))),
    getRun: (id) => guarded(() => runs.get(id)),
    findRun: (reference) => guarded(() => runs.get(runs.find(reference))),
    listRuns: (options) => guarded(() => runs.list(options?.bin ?? false)),
    hasRun: (id) => guarded(() => runs.has(id)),
    changeRun: (id, changes) => writing(() => {
      change(runs.key(id).number, changes)
      return runs.get(id)
    }),
    write: (id, batch) => writing(() => write(runs.key(id).number, batch)),
    truncate: (id, step) => writing(() => {
      const { number } = runs.key(id)
      writer.truncate(number, step)
      snapshots.truncate(number, step)
      checkpoints.truncate(number, step)
      runs.clipProgress(number, step)
    }),
    copyHistory: (from, to, step) => writing(() => copyHistory(from, to, step)),
    binRuns: (ids) => writing(() => runs.bin(ids, Date.now())),
    restoreRuns: (ids) => writing(() => runs.restore(ids)),
    purgeRuns: (ids) => writing(() => {
      for (const number of runs.purge(ids)) writer.forget(number)
    }),
    listSeries: (id) => guarded(() => runs.get(id).series),
    readSeries: (id, query) => guarded(() => readSeries(runs.key(id), query)),
    listSnapshots: (id) => guarded(() => snapshots.list(runs.key(id).number)),
    readSnapshot: (id, tensor, step) => guarded(() => snapshots.read(runs.key(id), tensor, step)),
    listCheckpoints: (id) => guarded(() => checkpoints.list(runs.key(id).number)),
    readCheckpoint: (id, step) => guarded(() => checkpoints.read(runs.key(id), step)),
    getValue: (key) => guarded(() => values.get(key)),
    setValue: (key, value) => writing(() => values.set(key, value)),
    sizeBytes: () => [file, `${file}-wal`].reduce((sum, part) => sum + (existsSync(part) ? statSync(part).size : 0), 0),
    check: () => guarded(() => checkStore(database, { series, snapshots, checkpoints, values })),
    close() {
      if (!database.open) return
      if (readOnly === null) database.pragma('optimize')
      database.close()
      onClose()
    }
  }
}

function resultOf<T>(result: { value: T } | null): T {
  if (result === null) throw new Error('a transaction ended without a result')
  return result.value
}
