import { checkpointMeasureNames, type MeasureName } from '../../../shared/catalogue/measures.ts'
import { toWireError, type WireError } from '../../../shared/errors.ts'
import { isUnderWay, type Measurement, type MeasurementState } from '../../../shared/measurement.ts'
import { threadEnvironment, threadsPerRun } from '../machine.ts'
import type { Surroundings } from '../surroundings.ts'
import { MeasurementSession, type MeasurementProgress } from './measurement-session.ts'
import { knownMeasures, refuseUnmeasurable } from './refusals.ts'
import { readSaved, save, type SavedMeasurement } from './saved-measurements.ts'

const keptEnded = 100
const progressIntervalMs = 200

const sameNames = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((name) => b.includes(name))

/** Queues measures on checkpoints and runs one measurement at a time, beside whatever trains. */
export class Measuring {
  readonly #options: Surroundings
  #entries: Measurement[] = []
  /** What an earlier session left, for one that stays open. */
  #left: SavedMeasurement[] = []
  #session: { measurement: Measurement; session: MeasurementSession } | null = null
  #nextId = 1
  #announcedAt = -Infinity
  #closed = false

  constructor(options: Surroundings) {
    this.#options = options
  }

  get list(): Measurement[] { return this.#entries.map((measurement) => ({ ...measurement })) }

  /** Takes up what an earlier session left; where nothing starts by itself, keeps it for one that stays open. */
  recover(): void {
    const { store, autostart } = this.#options
    this.#left = readSaved(store)
    if (!autostart || this.#left.length === 0) return
    for (const { runId, names } of this.#left) this.#add(runId, names)
    this.#left = []
    this.#changed()
    this.#fill()
  }

  /** Queues measures for each run. Nothing is queued where one is refused: see `knownMeasures` and `refuseUnmeasurable`. */
  start(runIds: readonly string[], names: readonly string[]): Measurement[] {
    const known = knownMeasures(names)
    for (const runId of runIds) refuseUnmeasurable(this.#options.store, runId, known)
    const added = [...new Set(runIds)].map((runId) => this.#add(runId, known))
    this.#changed()
    this.#fill()
    return added.map((measurement) => ({ ...measurement }))
  }

  /** Queues what the config of a run that has ended names. */
  runEnded(runId: string): void {
    const { store, events } = this.#options
    const { config, name } = store.getRun(runId)
    const names = checkpointMeasureNames.filter((measure) => config.measures.includes(measure))
    if (names.length === 0 || this.#closed) return
    try {
      this.start([runId], names)
    } catch (error) {
      events.emit('message', { level: 'warning', text: `${name} is not measured: ${toWireError(error).message}` })
    }
  }

  cancel(measurementIds: readonly number[]): void {
    this.#end(({ measurementId }) => measurementIds.includes(measurementId))
  }

  /** Cancels whatever is measured of some runs; used before they are deleted. */
  cancelRuns(runIds: readonly string[]): void {
    this.#end(({ runId }) => runIds.includes(runId))
  }

  /** Ends the process; what is under way or waits is taken up by the next session that stays open. */
  close(): void {
    this.#closed = true
    this.#session?.session.kill()
    this.#session = null
  }

  #end(isMeant: (measurement: Measurement) => boolean): void {
    const meant = this.#entries.filter((measurement) => isUnderWay(measurement) && isMeant(measurement))
    if (meant.length === 0) return
    for (const measurement of meant) this.#settle(measurement, 'cancelled', null)
    this.#changed()
    this.#fill()
  }

  #add(runId: string, names: readonly MeasureName[]): Measurement {
    const isSame = (other: SavedMeasurement): boolean => other.runId === runId && sameNames(other.names, names)
    this.#left = this.#left.filter((saved) => !isSame(saved))
    const known = this.#entries.find((other) => isUnderWay(other) && isSame(other))
    if (known !== undefined) return known
    const measurement: Measurement = {
      measurementId: this.#nextId++, runId, names: [...names], state: 'waiting', done: 0, total: 0, secondsLeft: null, latest: {}, error: null
    }
    this.#entries.push(measurement)
    return measurement
  }

  #fill(): void {
    if (this.#closed || this.#session !== null) return
    const next = this.#entries.find(({ state }) => state === 'waiting')
    if (next === undefined) return
    try {
      this.#session = { measurement: next, session: this.#launch(next) }
      next.state = 'measuring'
    } catch (error) {
      this.#settle(next, 'failed', toWireError(error))
    }
    this.#changed()
    if (this.#session === null) this.#fill()
  }

  #launch(measurement: Measurement): MeasurementSession {
    const { store, trainerHost, settings, machine, runtimeFolder, events, now } = this.#options
    const { runId, names } = measurement
    refuseUnmeasurable(store, runId, names)
    const threads = threadsPerRun(settings(), machine)
    const steps = store.listCheckpoints(runId)
    const last = store.readCheckpoint(runId)
    measurement.total = steps.length
    return new MeasurementSession({
      runId, store, steps, now,
      process: trainerHost.start(threadEnvironment(threads)),
      start: { kind: 'measure', config: store.getRun(runId).config, names, backend: settings().backend, threads, runtimeFolder, last },
      progressed: (progress) => this.#progressed(measurement, progress),
      written: (series) => {
        events.emit('series.replaced', { runId, names: series })
        events.emit('runs.changed', { runIds: [runId] })
      },
      ended: (error) => this.#ended(measurement, error)
    })
  }

  #progressed(measurement: Measurement, progress: MeasurementProgress): void {
    Object.assign(measurement, progress)
    const now = this.#options.now()
    if (now - this.#announcedAt < progressIntervalMs && progress.done < progress.total) return
    this.#announcedAt = now
    this.#options.events.emit('measure.progress', { ...measurement })
  }

  #ended(measurement: Measurement, error: WireError | null): void {
    this.#settle(measurement, error === null ? 'finished' : 'failed', error)
    this.#changed()
    this.#fill()
  }

  #settle(measurement: Measurement, state: MeasurementState, error: WireError | null): void {
    Object.assign(measurement, { state, error, secondsLeft: null })
    if (this.#session?.measurement !== measurement) return
    if (state === 'cancelled') this.#session.session.kill()
    this.#session = null
  }

  #changed(): void {
    const ended = this.#entries.filter((measurement) => !isUnderWay(measurement))
    const dropped = new Set(ended.slice(0, Math.max(0, ended.length - keptEnded)))
    this.#entries = this.#entries.filter((measurement) => !dropped.has(measurement))
    this.#save()
    this.#options.events.emit('measures.changed', this.list)
  }

  /** What waits is lost at worst; it can be asked for again. */
  #save(): void {
    const { store, events } = this.#options
    try {
      save(store, [...this.#left, ...this.list.filter(isUnderWay)])
    } catch (error) {
      events.emit('message', { level: 'warning', text: `What is to be measured could not be kept: ${toWireError(error).message}` })
    }
  }
}
