import { GrokscopeError, toWireError, type WireError } from '../../../shared/errors.ts'
import type { RunStore } from '../../store/run-store.ts'
import type { FromTrainer, MeasureStart, ProcessExit, TrainerProcess } from '../../trainer/protocol.ts'
import { isOfTraining } from '../message-kinds.ts'
import { describeExit } from '../process-exit.ts'
import { curvesOf, planMeasurement, type MeasuredPoint } from './measured-points.ts'

export interface MeasurementSessionOptions {
  runId: string
  process: TrainerProcess
  store: RunStore
  start: MeasureStart
  /** Steps of the checkpoints to measure, ascending. */
  steps: readonly number[]
  /** Something was done. */
  progressed: (progress: MeasurementProgress) => void
  /** Points of these series were written. */
  written: (names: string[]) => void
  /** Called once; `error` is null where all went well. */
  ended: (error: WireError | null) => void
  /** Milliseconds since some fixed moment. */
  now: () => number
}

export interface MeasurementProgress {
  /** Checkpoints, with a fraction for the one under way. */
  done: number
  total: number
  secondsLeft: number | null
  latest: Record<string, number>
}

const exitDeadlineMs = 5000

/** One process that measures a run's checkpoints in order of their steps, as far as `planMeasurement` says that they are to be. */
export class MeasurementSession {
  readonly #options: MeasurementSessionOptions
  /** Points of this measurement, after those of an earlier one that it goes on with. */
  readonly #points: MeasuredPoint[] = []
  /** Checkpoints that the earlier one took, and this one. */
  #doneBefore = 0
  #doneNow = 0
  #waiting: number[]
  #series: string[] = []
  #writesAtOnce = false
  /** 1 while a checkpoint is in the process's hands. */
  #underWay = 0
  #fraction = 0
  #begunAt = 0
  #over = false

  constructor(options: MeasurementSessionOptions) {
    this.#options = options
    this.#waiting = [...options.steps]
    options.process.onMessage((message) => this.#guarded(() => this.#receive(message)))
    options.process.onExit((exit) => this.#exit(exit))
    options.process.send(options.start)
  }

  /** Ends the process at once. What was written stays. */
  kill(): void {
    this.#over = true
    this.#options.process.kill()
  }

  get progress(): MeasurementProgress {
    const doneNow = this.#doneNow + this.#fraction
    const done = this.#doneBefore + doneNow
    const left = this.#waiting.length + this.#underWay - this.#fraction
    const secondsLeft = doneNow === 0 ? null : (this.#options.now() - this.#begunAt) / 1000 / doneNow * left
    return { done, total: done + left, secondsLeft, latest: { ...this.#points.at(-1)?.values } }
  }

  #guarded(action: () => void): void {
    if (this.#over) return
    try {
      action()
    } catch (error) {
      this.#options.process.kill()
      this.#end(toWireError(error))
    }
  }

  #receive(message: FromTrainer): void {
    if (message.kind === 'ended') return this.#finish(message.error)
    if (isOfTraining(message)) return
    switch (message.kind) {
      case 'measuring': return this.#begin(message.series)
      case 'measured': return this.#take(message)
      case 'measure-progress':
        this.#fraction = message.fraction
        return this.#options.progressed(this.progress)
    }
  }

  #begin(series: string[]): void {
    const { store, runId, now } = this.#options
    this.#series = series
    const plan = planMeasurement(store, runId, series, this.#waiting)
    this.#writesAtOnce = plan.writesAtOnce
    this.#points.push(...plan.kept)
    this.#doneBefore = this.#waiting.length - plan.steps.length
    this.#waiting = [...plan.steps]
    this.#begunAt = now()
    this.#sendNext()
    this.#options.progressed(this.progress)
  }

  #take({ step, values }: MeasuredPoint): void {
    this.#points.push({ step, values })
    this.#doneNow++
    this.#fraction = 0
    this.#underWay = 0
    if (this.#writesAtOnce) this.#write()
    this.#sendNext()
    this.#options.progressed(this.progress)
  }

  /** Checkpoints may go while their run trains on: rolling ones are replaced. */
  #sendNext(): void {
    const { store, runId, process } = this.#options
    const kept = new Set(store.listCheckpoints(runId))
    this.#waiting = this.#waiting.filter((step) => kept.has(step))
    const step = this.#waiting.shift()
    if (step === undefined) return process.send({ kind: 'stop' })
    this.#underWay = 1
    process.send({ kind: 'measure-checkpoint', checkpoint: store.readCheckpoint(runId, step) })
  }

  #finish(error: WireError | null): void {
    if (error === null) this.#write()
    this.#end(error)
    const { process } = this.#options
    setTimeout(() => process.kill(), exitDeadlineMs).unref()
  }

  #write(): void {
    const { store, runId } = this.#options
    store.replaceSeries(runId, curvesOf(this.#points, this.#series))
    this.#options.written(this.#series)
  }

  #exit(exit: ProcessExit): void {
    if (this.#over) return
    this.#end(toWireError(new GrokscopeError('trainer/crashed', describeExit('the measuring process', exit, 'measure again; what was measured before is kept'))))
  }

  #end(error: WireError | null): void {
    this.#over = true
    this.#options.ended(error)
  }
}
