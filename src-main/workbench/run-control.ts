import { GrokscopeError, toWireError } from '../../shared/errors.ts'
import type { QueueState } from '../../shared/rpc.ts'
import { isTrained, resumableStates, type RunRecord, type RunState } from '../../shared/run.ts'
import type { Checkpoint } from '../trainer/protocol.ts'
import { givenState, keptState } from './given-state.ts'
import { concurrentRuns, threadEnvironment, threadsPerRun } from './machine.ts'
import { RunQueue } from './queue.ts'
import { RunMarks } from './run-marks.ts'
import { SpeedBook } from './speed-book.ts'
import type { Surroundings } from './surroundings.ts'
import { TrainerSession } from './trainer-session.ts'

export interface RunControlOptions extends Surroundings {
  /** How long a paused run keeps its process, ready to go on at once; then it goes on from its checkpoint in a new one. */
  keepPausedMs: number
  /** A run came to its end of itself. One that was stopped may still go on. */
  ended: (runId: string) => void
}

const queueKey = 'queue'
const queueIntervalMs = 2000
const closeDeadlineMs = 4000
const haltDeadlineMs = 10_000

/** Starts, pauses, stops and queues runs: the one place that changes a run's state at the user's wish. */
export class RunControl {
  readonly #options: RunControlOptions
  readonly #sessions = new Map<string, TrainerSession>()
  readonly #speeds: SpeedBook
  readonly #queue: RunQueue
  readonly #marks: RunMarks
  readonly #stopListening: () => void
  #queueToldAt = -Infinity

  constructor(options: RunControlOptions) {
    this.#options = options
    this.#speeds = new SpeedBook(options.store)
    this.#marks = new RunMarks(options.store, options.events)
    this.#queue = new RunQueue({
      slots: () => concurrentRuns(options.settings(), options.machine),
      start: (runId) => this.#start(runId),
      changed: () => this.#queueChanged()
    })
    this.#stopListening = options.events.on('run.progress', () => this.#progressed())
  }

  /** Marks runs that a lost session left in training as interrupted, and takes the queue up again. */
  recover(): void {
    const { store, now } = this.#options
    const runs = store.listRuns()
    for (const run of [...runs, ...store.listRuns({ bin: true })].filter((candidate) => candidate.state === 'training')) {
      store.changeRun(run.id, { state: 'interrupted', endedAt: now() })
    }
    const waiting = runs.filter((run) => run.state === 'queued').toSorted((a, b) => a.createdAt - b.createdAt).map((run) => run.id)
    const saved = store.getValue(queueKey)
    const order = Array.isArray(saved) ? saved.filter((id): id is string => typeof id === 'string' && waiting.includes(id)) : []
    this.#queue.add([...new Set([...order, ...waiting])], !this.#options.autostart)
  }

  get queueState(): QueueState {
    return { training: this.#queue.training, queued: this.#queue.queued, secondsLeft: this.#secondsLeft() }
  }

  /** True for a run that waits and begins by itself once there is a slot. */
  isDue(runId: string): boolean { return this.#queue.isDue(runId) }

  /** Seconds until these runs are over, if the queue held no others; null while unknown. */
  secondsFor(runIds: readonly string[]): number | null { return this.#secondsLeft((runId) => runIds.includes(runId)) }

  enqueue(runIds: readonly string[]): void {
    this.#change(runIds, 'queued')
    this.#queue.add(runIds)
  }

  reorder(runIds: readonly string[]): void { this.#queue.reorder(runIds) }

  /** Lets waiting runs start where settings have made room. */
  settingsChanged(): void { this.#queue.fill() }

  resume(runIds: readonly string[]): void {
    const held = (run: RunRecord) => run.state === 'queued' && this.#queue.has(run.id)
    this.#expect(runIds, 'resumed', (run) => resumableStates.includes(run.state) || held(run))
    this.enqueue(runIds)
  }

  pause(runIds: readonly string[]): void {
    this.#expect(runIds, 'paused', (run) => run.state === 'queued' || this.#sessions.has(run.id))
    for (const runId of this.#unqueue(runIds, 'paused')) this.#sessions.get(runId)?.pause()
  }

  stop(runIds: readonly string[]): void {
    this.#expect(runIds, 'stopped', (run) => ['queued', 'training', 'paused', 'interrupted'].includes(run.state))
    const active = this.#unqueue(runIds, 'stopped')
    const training = active.filter((runId) => this.#sessions.get(runId)?.training === true)
    for (const runId of training) this.#sessions.get(runId)?.stop()
    this.#stopIdle(active.filter((runId) => !training.includes(runId)))
  }

  /** Ends whatever the runs are doing, after a last checkpoint where there is time; used before they are deleted. */
  async halt(runIds: readonly string[]): Promise<void> {
    const active = this.#unqueue(runIds, 'stopped')
    const sessions = active.flatMap((runId) => this.#sessions.get(runId) ?? [])
    this.#stopIdle(sessions.filter(({ preparing }) => preparing).map(({ runId }) => runId))
    await Promise.all(sessions.map((session) => session.halt(haltDeadlineMs)))
  }

  /** Interrupts everything, each run after one more checkpoint where that is quick. No process is left. */
  async close(): Promise<void> {
    this.#queue.close()
    this.#stopListening()
    await Promise.all([...this.#sessions.values()].map((session) => session.interrupt(closeDeadlineMs)))
    this.#marks.close()
  }

  /** Ends every process at once. */
  kill(): void {
    this.#queue.close()
    this.#stopListening()
    for (const session of this.#sessions.values()) session.kill()
  }

  /** Stops runs that have nothing to keep in a checkpoint. */
  #stopIdle(runIds: readonly string[]): void {
    this.#change(runIds, 'stopped')
    for (const runId of runIds) this.#sessions.get(runId)?.discard()
  }

  /** Takes waiting runs out of the line into `state`; answers the others. */
  #unqueue(runIds: readonly string[], state: RunState): string[] {
    const waiting = runIds.filter((runId) => this.#queue.has(runId))
    this.#queue.remove(waiting)
    this.#change(waiting, state)
    return runIds.filter((runId) => !waiting.includes(runId))
  }

  #change(runIds: readonly string[], state: RunState): void {
    if (runIds.length === 0) return
    for (const runId of runIds) this.#options.store.changeRun(runId, { state })
    this.#options.events.emit('runs.changed', { runIds: [...runIds] })
  }

  #expect(runIds: readonly string[], verb: string, allowed: (run: RunRecord) => boolean): void {
    for (const runId of runIds) {
      const run = this.#options.store.getRun(runId)
      if (run.deletedAt !== null) throw new GrokscopeError('run/state', `${run.name} lies in the bin; restore it first`)
      if (!allowed(run)) throw new GrokscopeError('run/state', `${run.name} is ${run.state} and cannot be ${verb}${run.state === 'finished' ? '; fork it to train on' : ''}`)
    }
  }

  #start(runId: string): void {
    const kept = this.#sessions.get(runId)
    try {
      if (kept?.paused === true) this.#continue(kept)
      else this.#launch(runId)
    } catch (error) {
      this.#marks.set(runId, { state: 'failed', error: toWireError(error), endedAt: this.#options.now() })
      setImmediate(() => this.#queue.release(runId))
      return
    }
    this.#options.events.emit('runs.changed', { runIds: [runId] })
  }

  #continue(session: TrainerSession): void {
    this.#options.store.changeRun(session.runId, { state: 'training' })
    session.continue()
  }

  #launch(runId: string): void {
    const { store, events, trainerHost, now, settings, machine, runtimeFolder } = this.#options
    const checkpoint = this.#rewind(runId)
    const run = store.getRun(runId)
    const threads = threadsPerRun(settings(), machine)
    const process = trainerHost.start(threadEnvironment(threads))
    const backend = checkpoint?.header.backend ?? settings().backend
    const session = new TrainerSession({
      run, process, store, events, now, marks: this.#marks,
      start: { kind: 'start', config: run.config, backend, threads, runtimeFolder, checkpoint, given: checkpoint === null ? givenState(store, run.config) : keptState(checkpoint) },
      storeFailed: () => this.#holdQueue(),
      released: (state) => {
        this.#speeds.note(run, session.stepsPerSecond)
        this.#queue.release(runId)
        if (state === 'paused') this.#endWhenIdle(session)
        else if (isTrained({ state })) this.#options.ended(runId)
      },
      gone: () => { if (this.#sessions.get(runId) === session) this.#sessions.delete(runId) }
    })
    this.#sessions.set(runId, session)
  }

  #endWhenIdle(session: TrainerSession): void {
    setTimeout(() => { if (session.paused) session.kill() }, this.#options.keepPausedMs).unref()
  }

  /** Brings a run back to its last checkpoint, or to its beginning, and marks it as training. */
  #rewind(runId: string): Checkpoint | null {
    const { store, now } = this.#options
    const checkpoint = store.listCheckpoints(runId).length === 0 ? null : store.readCheckpoint(runId)
    store.truncate(runId, checkpoint?.step ?? -1)
    store.changeRun(runId, {
      state: 'training', startedAt: store.getRun(runId).startedAt ?? now(), endedAt: null, error: null, step: checkpoint?.step ?? 0,
      milestones: checkpoint?.header.milestones ?? { memorization: null, generalization: null },
      trainingSeconds: checkpoint?.header.trainingSeconds ?? 0
    })
    return checkpoint
  }

  /** Runs that wait would only fail the same way. */
  #holdQueue(): void {
    if (this.#queue.queued.length === 0) return
    this.#queue.hold()
    this.#options.events.emit('message', { level: 'warning', text: 'The queue is held. Resume its runs when the store can be written again.' })
  }

  #queueChanged(): void {
    this.#saveQueue()
    this.#tellQueue()
  }

  #tellQueue(): void {
    this.#queueToldAt = this.#options.now()
    this.#options.events.emit('queue.changed', this.queueState)
  }

  /** The time left shrinks with every step; it is told now and then, for an estimate goes through all that waits. */
  #progressed(): void {
    if (this.#options.now() - this.#queueToldAt < queueIntervalMs) return
    const training = this.#queue.training.flatMap((runId) => this.#sessions.get(runId) ?? [])
    for (const { run, stepsPerSecond } of training) this.#speeds.note(run, stepsPerSecond)
    this.#tellQueue()
  }

  /** The order is lost at worst: what waits is known by its state. */
  #saveQueue(): void {
    if (this.#options.store.readOnly !== null) return
    try {
      this.#options.store.setValue(queueKey, this.#queue.queued)
    } catch (error) {
      this.#options.events.emit('message', { level: 'warning', text: `The order of the queue could not be kept: ${toWireError(error).message}` })
    }
  }

  #secondsLeft(counts: (runId: string) => boolean = () => true): number | null {
    const training = this.#queue.training.filter(counts).map((runId) => this.#sessions.get(runId)?.secondsLeft ?? this.#speeds.secondsFor(runId))
    const waiting = this.#queue.queued.filter(counts).map((runId) => this.#speeds.secondsFor(runId))
    const slots = concurrentRuns(this.#options.settings(), this.#options.machine)
    return totalSeconds(training, waiting, slots)
  }
}

/** Seconds until runs on `slots` parallel places are through, taken in order; null where one of them is unknown. */
export function totalSeconds(training: readonly (number | null)[], waiting: readonly (number | null)[], slots: number): number | null {
  const places = Array.from({ length: Math.max(slots, training.length) }, (_, index) => training[index] ?? 0)
  if (training.includes(null) || waiting.includes(null)) return null
  for (const seconds of waiting) {
    const first = places.indexOf(Math.min(...places))
    places[first] = (places[first] ?? 0) + (seconds ?? 0)
  }
  return Math.max(0, ...places)
}
