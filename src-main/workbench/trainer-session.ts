import { GrokscopeError, toWireError } from '../../shared/errors.ts'
import type { Milestones, RunRecord, RunState } from '../../shared/run.ts'
import type { RunChanges, RunStore } from '../store/run-store.ts'
import type { FromTrainer, FromTraining, ProcessExit, TrainerProcess, TrainerStart } from '../trainer/protocol.ts'
import { gatherBatch } from './batch-gatherer.ts'
import type { EventBus } from './events.ts'
import { isOfTraining } from './message-kinds.ts'
import { describeExit } from './process-exit.ts'
import type { RunMarks } from './run-marks.ts'

export interface SessionOptions {
  run: RunRecord
  start: TrainerStart
  process: TrainerProcess
  store: RunStore
  events: EventBus
  marks: RunMarks
  /** What the process sent could not be written; the run is over. */
  storeFailed: () => void
  /** The run no longer needs its slot: it is paused or over. */
  released: (state: RunState) => void
  /** The process is gone. */
  gone: () => void
  /** Milliseconds since 1970. */
  now: () => number
}

type Progress = Extract<FromTraining, { kind: 'progress' }>
const progressIntervalMs = 200
const exitDeadlineMs = 5000

/** One run's process: its messages become one transaction per batch, then events. */
export class TrainerSession {
  readonly runId: string
  readonly #options: SessionOptions
  readonly #latest: Record<string, number> = {}
  /** Series of which the run has points. */
  readonly #seriesNames: Set<string>
  #pending: FromTraining[] = []
  #milestones: Milestones
  #progress: Progress | null = null
  #announcedAt = -Infinity
  #over = false
  #closing = false
  #paused = false
  #resolveGone: () => void = () => undefined
  /** Settles when the process is gone and all that it sent is written. */
  readonly whenGone: Promise<void>

  constructor(options: SessionOptions) {
    this.#options = options
    this.runId = options.run.id
    this.#seriesNames = new Set(options.run.series.map(({ name }) => name))
    this.#milestones = options.start.checkpoint?.header.milestones ?? { memorization: null, generalization: null }
    this.whenGone = new Promise((resolve) => { this.#resolveGone = resolve })
    options.process.onMessage((message) => this.#receive(message))
    options.process.onExit((exit) => this.#exit(exit))
    options.process.send(options.start)
  }

  /** True while the process waits and can go on. */
  get paused(): boolean { return this.#paused && !this.#closing }
  /** True before the first step of its process: nothing is lost with that. */
  get preparing(): boolean { return this.#progress === null && !this.#over }
  /** True while there are steps that a checkpoint would keep: not before the first one, and not in a pause. */
  get training(): boolean { return this.#progress !== null && !this.#paused }
  get run(): RunRecord { return this.#options.run }
  get stepsPerSecond(): number | null { return this.#progress?.stepsPerSecond ?? null }

  /** Seconds to the last step at the present speed; null while unknown. */
  get secondsLeft(): number | null {
    if (this.#progress === null || this.#progress.stepsPerSecond <= 0) return null
    return Math.max(0, this.#options.run.config.stop.maximumSteps - this.#progress.step) / this.#progress.stepsPerSecond
  }

  pause(): void { this.#options.process.send({ kind: 'pause' }) }
  stop(): void { this.#options.process.send({ kind: 'stop' }) }

  /** Goes on after a pause, in the same process. */
  continue(): void {
    this.#paused = false
    this.#options.process.send({ kind: 'continue' })
  }

  /** Ends the process at once; the run stays as it is where it is paused, else it is interrupted. */
  kill(): void {
    this.#closing = true
    this.#options.process.kill()
  }

  /** Ends a process that is not training; the run's state is the caller's. */
  discard(): void {
    this.#over = true
    this.#options.process.kill()
    if (!this.#paused) this.#options.released('stopped')
  }

  /** Interrupts the run after one more checkpoint, or without it where that takes longer than `deadlineMs`. */
  async interrupt(deadlineMs: number): Promise<void> {
    this.#closing = true
    if (this.#paused) this.#options.process.kill()
    else this.pause()
    await this.#goneOrKilled(deadlineMs)
  }

  /** Stops the run after one more checkpoint, or without it where that takes longer than `deadlineMs`. */
  async halt(deadlineMs: number): Promise<void> {
    if (this.#paused) this.#options.process.kill()
    else this.stop()
    await this.#goneOrKilled(deadlineMs)
  }

  async #goneOrKilled(deadlineMs: number): Promise<void> {
    const timer = setTimeout(() => this.kill(), deadlineMs)
    await this.whenGone
    clearTimeout(timer)
  }

  #receive(message: FromTrainer): void {
    if (this.#over || !isOfTraining(message)) return
    this.#pending.push(message)
    if (this.#pending.length === 1) setImmediate(() => this.#flush())
  }

  #flush(): void {
    const messages = this.#pending
    this.#pending = []
    if (messages.length === 0 || this.#over) return
    try {
      const batch = gatherBatch(messages, (message) => this.#changes(message))
      if (batch !== null) this.#options.store.write(this.runId, batch)
    } catch (error) {
      this.#fail(error)
      return
    }
    this.#announce(messages)
  }

  #changes(message: FromTraining): RunChanges {
    switch (message.kind) {
      case 'ready': return { environment: message.environment }
      case 'points': return { step: message.step }
      case 'progress': return { step: message.step, trainingSeconds: message.trainingSeconds, milestones: message.milestones }
      case 'paused': return { step: message.step, state: this.#closing ? 'interrupted' : 'paused' }
      // A run that failed does not know its step.
      case 'ended': return {
        ...(message.status === 'failed' ? {} : { step: message.step }), state: message.status, error: message.error, endedAt: this.#options.now()
      }
      case 'preparing': case 'snapshot': case 'checkpoint': case 'self-tested': return {}
    }
  }

  #announce(messages: readonly FromTraining[]): void {
    const { events } = this.#options
    const changed = messages.map((message) => this.#announceOne(message)).includes(true)
    const points = messages.findLast((message) => message.kind === 'points')
    if (points !== undefined) events.emit('run.points', { runId: this.runId, lastStep: points.step })
    const last = messages.findLast((message) => message.kind === 'ended' || message.kind === 'paused')
    this.#announceProgress(last !== undefined)
    if (changed || last !== undefined) events.emit('runs.changed', { runIds: [this.runId] })
    if (last?.kind === 'ended') this.#end(last.status)
    if (last?.kind === 'paused') this.#pause()
  }

  /** True where the run's record has changed in a way that is worth reading again. */
  #announceOne(message: FromTraining): boolean {
    switch (message.kind) {
      case 'points': return this.#remember(message)
      case 'snapshot':
        this.#options.events.emit('run.snapshot', { runId: this.runId, tensor: message.snapshot.tensor, step: message.snapshot.step })
        return false
      case 'progress': return this.#take(message)
      case 'preparing':
        this.#options.events.emit('run.preparing', { runId: this.runId, doing: message.message })
        return false
      case 'ready': return true
      case 'checkpoint': case 'paused': case 'ended': case 'self-tested': return false
    }
  }

  /** True where a series has its first points. */
  #remember(message: Extract<FromTraining, { kind: 'points' }>): boolean {
    const known = this.#seriesNames.size
    for (const { name, values } of message.series) {
      const value = values.at(-1)
      if (value === undefined) continue
      this.#latest[name] = value
      this.#seriesNames.add(name)
    }
    return this.#seriesNames.size > known
  }

  /** True where a milestone was passed. */
  #take(progress: Progress): boolean {
    const passed = progress.milestones.memorization !== this.#milestones.memorization ||
      progress.milestones.generalization !== this.#milestones.generalization
    this.#progress = progress
    this.#milestones = progress.milestones
    return passed
  }

  #announceProgress(last: boolean): void {
    const now = this.#options.now()
    if (this.#progress === null || (!last && now - this.#announcedAt < progressIntervalMs)) return
    this.#announcedAt = now
    const { step, stepsPerSecond, trainingSeconds } = this.#progress
    this.#options.events.emit('run.progress', {
      runId: this.runId, step, stepsPerSecond, trainingSeconds, maximumSteps: this.#options.run.config.stop.maximumSteps,
      secondsLeft: this.secondsLeft, latest: { ...this.#latest }
    })
  }

  #end(state: RunState): void {
    this.#over = true
    this.#options.released(state)
    this.#killLater()
  }

  /** For a process that does not end by itself as it should. */
  #killLater(): void {
    const timer = setTimeout(() => this.#options.process.kill(), exitDeadlineMs)
    void this.whenGone.then(() => clearTimeout(timer))
  }

  #pause(): void {
    if (this.#closing) {
      this.#over = true
      this.#options.process.kill()
    } else {
      this.#paused = true
    }
    this.#options.released(this.#closing ? 'interrupted' : 'paused')
  }

  /** Writing failed: the run cannot go on, and says why as soon as the store takes it. */
  #fail(error: unknown): void {
    const wire = toWireError(error)
    this.#options.process.kill()
    this.#options.events.emit('message', { level: 'error', text: `${this.#options.run.name} was interrupted: ${wire.message}` })
    this.#options.storeFailed()
    this.#interrupt(wire)
  }

  #exit(exit: ProcessExit): void {
    this.#flush()
    if (!this.#over) {
      const message = describeExit('the training process', exit, 'resume the run to go on from its last checkpoint')
      this.#interrupt(this.#closing ? null : toWireError(new GrokscopeError('trainer/crashed', message)))
    }
    this.#options.gone()
    this.#resolveGone()
  }

  #interrupt(error: RunRecord['error']): void {
    this.#over = true
    if (this.#paused) return
    this.#options.marks.set(this.runId, { state: 'interrupted', error, endedAt: this.#options.now() })
    this.#options.released('interrupted')
  }
}
