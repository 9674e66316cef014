import { existsSync, statSync } from 'node:fs'
import { GrokscopeError } from '../../shared/errors.ts'
import type { SeriesData } from '../../shared/rpc.ts'
import { endedStates, type RunRecord, type RunState, type SeriesSummary } from '../../shared/run.ts'
import type { Checkpoint, SeriesPoints, Snapshot } from '../trainer/protocol.ts'
import { checkStore } from './check.ts'
import { Checkpoints } from './checkpoints.ts'
import { Chunks } from './chunks.ts'
import type { Connection } from './database.ts'
import type { NewRun, RunBatch, RunChanges, RunStore, SeriesQuery } from './run-store.ts'
import { Runs } from './runs.ts'
import { SeriesReader } from './series-reader.ts'
import { SeriesTable } from './series-table.ts'
import { SeriesWriter, type SeriesTables } from './series-writer.ts'
import { Snapshots } from './snapshots.ts'
import { asStoreError } from './sqlite-errors.ts'
import { Tails } from './tails.ts'
import { Values } from './values.ts'

interface StoreParts {
  /** Open, and of the current version. */
  database: Connection
  readOnly: string | null
  /** Called once, after the database was closed. */
  onClose(): void
}

const restingStates: readonly RunState[] = [...endedStates, 'paused']

/** The run store over an SQLite database. */
export class SqliteRunStore implements RunStore {
  readonly file: string
  readonly readOnly: string | null
  readonly #database: Connection
  readonly #onClose: () => void
  readonly #series: SeriesTables
  readonly #runs: Runs
  readonly #writer: SeriesWriter
  readonly #reader: SeriesReader
  readonly #snapshots: Snapshots
  readonly #checkpoints: Checkpoints
  readonly #values: Values

  constructor({ database, readOnly, onClose }: StoreParts) {
    this.file = database.name
    this.readOnly = readOnly
    this.#database = database
    this.#onClose = onClose
    this.#series = { table: new SeriesTable(database), chunks: new Chunks(database), tails: new Tails(database) }
    this.#runs = new Runs(database, this.#series.table)
    this.#writer = new SeriesWriter(this.#series)
    this.#reader = new SeriesReader(this.#series)
    this.#snapshots = new Snapshots(database)
    this.#checkpoints = new Checkpoints(database)
    this.#values = new Values(database)
  }

  #read<T>(action: () => T): T {
    try {
      return action()
    } catch (error) {
      throw asStoreError(error, this.file)
    }
  }

  atomically<T>(action: () => T): T {
    if (this.readOnly !== null) throw new GrokscopeError('store/read-only', `The store ${this.file} is open for reading only: ${this.readOnly}`)
    try {
      return this.#database.transaction(action).immediate()
    } catch (error) {
      // What the writer remembers of a run must not outlive a rollback.
      this.#writer.forget()
      throw asStoreError(error, this.file)
    }
  }

  createRun(run: NewRun): RunRecord {
    return this.atomically(() => this.#runs.get(this.#runs.create(run)))
  }

  getRun(id: string): RunRecord {
    return this.#read(() => this.#runs.get(id))
  }

  findRun(reference: string): RunRecord {
    return this.#read(() => this.#runs.get(this.#runs.find(reference)))
  }

  listRuns(options: { bin?: boolean } = {}): RunRecord[] {
    return this.#read(() => this.#runs.list(options.bin ?? false))
  }

  hasRun(id: string): boolean {
    return this.#read(() => this.#runs.has(id))
  }

  changeRun(id: string, changes: RunChanges): RunRecord {
    return this.atomically(() => {
      this.#change(this.#runs.key(id).number, changes)
      return this.#runs.get(id)
    })
  }

  /** A run that rests is read often and written no more: its points go to chunks. */
  #change(number: number, changes: RunChanges): void {
    this.#runs.change(number, changes)
    if (changes.state !== undefined && restingStates.includes(changes.state)) this.#writer.fold(number)
  }

  write(id: string, { points, snapshots, checkpoints, changes }: RunBatch): void {
    this.atomically(() => {
      const { number } = this.#runs.key(id)
      if (points !== undefined) this.#writer.append(number, points)
      for (const snapshot of snapshots ?? []) this.#snapshots.write(number, snapshot)
      for (const checkpoint of checkpoints ?? []) this.#checkpoints.write(number, checkpoint)
      if (changes !== undefined) this.#change(number, changes)
    })
  }

  replaceSeries(id: string, points: readonly SeriesPoints[]): void {
    this.atomically(() => { this.#writer.replace(this.#runs.key(id).number, points) })
  }

  truncate(id: string, step: number): void {
    this.atomically(() => {
      const { number } = this.#runs.key(id)
      this.#writer.truncate(number, step)
      this.#snapshots.truncate(number, step)
      this.#checkpoints.truncate(number, step)
      this.#runs.clipProgress(number, step)
    })
  }

  copyHistory(from: string, to: string, step: number): void {
    this.atomically(() => {
      const source = this.#runs.key(from)
      const target = this.#runs.key(to).number
      this.#checkpoints.copy(source, target, step)
      this.#snapshots.copy(source.number, target, step)
      const names = this.#series.table.list(source.number).map(({ name }) => name)
      this.#writer.append(target, this.#reader.read(source, { names, toStep: step }))
    })
  }

  binRuns(ids: readonly string[]): void {
    this.atomically(() => { this.#runs.bin(ids, Date.now()) })
  }

  restoreRuns(ids: readonly string[]): void {
    this.atomically(() => { this.#runs.restore(ids) })
  }

  purgeRuns(ids: readonly string[]): void {
    this.atomically(() => {
      for (const number of this.#runs.purge(ids)) this.#writer.forget(number)
    })
    this.#read(() => { this.#giveSpaceBack() })
  }

  #giveSpaceBack(): void {
    if (this.#database.inTransaction) return
    this.#database.pragma('incremental_vacuum')
    this.#database.pragma('wal_checkpoint(TRUNCATE)')
  }

  listSeries(id: string): SeriesSummary[] {
    return this.getRun(id).series
  }

  readSeries(id: string, query: SeriesQuery): SeriesData[] {
    return this.#read(() => this.#reader.read(this.#runs.key(id), query))
  }

  listSnapshots(id: string): { tensor: string; steps: Float64Array; shape: number[] }[] {
    return this.#read(() => this.#snapshots.list(this.#runs.key(id).number))
  }

  readSnapshot(id: string, tensor: string, step: number): Snapshot {
    return this.#read(() => this.#snapshots.read(this.#runs.key(id), tensor, step))
  }

  listCheckpoints(id: string): number[] {
    return this.#read(() => this.#checkpoints.list(this.#runs.key(id).number))
  }

  readCheckpoint(id: string, step?: number): Checkpoint {
    return this.#read(() => this.#checkpoints.read(this.#runs.key(id), step))
  }

  getValue(key: string): unknown {
    return this.#read(() => this.#values.get(key))
  }

  setValue(key: string, value: unknown): void {
    this.atomically(() => { this.#values.set(key, value) })
  }

  sizeBytes(): number {
    return [this.file, `${this.file}-wal`].reduce((sum, part) => sum + (existsSync(part) ? statSync(part).size : 0), 0)
  }

  check(): string[] {
    const tables = { series: this.#series, snapshots: this.#snapshots, checkpoints: this.#checkpoints, values: this.#values }
    return this.#read(() => checkStore(this.#database, tables))
  }

  close(): void {
    if (!this.#database.open) return
    try {
      if (this.readOnly === null) this.#read(() => this.#database.pragma('optimize'))
    } finally {
      this.#database.close()
      this.#onClose()
    }
  }
}
