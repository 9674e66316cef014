import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RunConfig } from '../../shared/config/schema.ts'
import { GrokscopeError } from '../../shared/errors.ts'
import type { Executor } from '../../shared/program.ts'
import type { ComputeEnvironment } from '../../shared/run.ts'
import type { RunProgram } from '../lab/program.ts'
import type { TrainerChannel } from './channel.ts'
import type { Control } from './control.ts'
import { Divergence } from './divergence.ts'
import { MilestoneTracker } from './milestone-tracker.ts'
import { PointBuffer } from './point-buffer.ts'
import type { Checkpoint } from './protocol.ts'
import { readCheckpoint, type TrainingState } from './checkpoint.ts'
import { isScheduled } from './schedule.ts'
import { Stopwatch } from './stopwatch.ts'

const reportIntervalMs = 250
const controlIntervalMs = 40
/** A run that is killed loses at most this much training; scheduled checkpoints are kept besides. */
const rollingCheckpointMs = 30_000

export interface TrainingParts {
  config: RunConfig
  program: RunProgram
  executor: Executor
  backend: ComputeEnvironment['backend']
  channel: TrainerChannel
  control: Control
}

/** One run from its first or its resumed step to its end. */
export class Training {
  private readonly parts: TrainingParts
  private readonly tracker: MilestoneTracker
  private readonly stopwatch: Stopwatch
  private readonly points = new PointBuffer()
  private readonly resumedAt: number | null
  private step: number
  private reportedMs = 0
  private checkpointMs = performance.now()
  private checkpointStep = -1

  constructor(parts: TrainingParts, state: TrainingState) {
    this.parts = parts
    this.step = state.step
    this.resumedAt = state.resumed ? state.step : null
    this.tracker = new MilestoneTracker(parts.config.thresholds, state.milestones)
    this.stopwatch = new Stopwatch(state.trainingSeconds)
    if (state.resumed) this.checkpointStep = state.step
  }

  get currentStep(): number {
    return this.step
  }

  /** Trains until the run is over or is to stop; everything has been sent when it returns. Throws `Divergence`. */
  async run(): Promise<'finished' | 'stopped'> {
    this.stopwatch.start(this.step)
    if (this.resumedAt === null) this.observe(this.isLast())
    let checkedMs = performance.now()
    const firstStep = this.step + 1
    while (!this.isLast()) {
      if (performance.now() - checkedMs > controlIntervalMs) {
        await this.attend()
        if (this.parts.control.wish === 'stop') return this.leave('stopped')
        checkedMs = performance.now()
      }
      this.advance()
      if (this.step === firstStep) this.stopwatch.disregard(this.step)
      this.observe(this.isLast())
    }
    return this.leave('finished')
  }

  private isLast(): boolean {
    return this.step >= this.tracker.lastStep(this.parts.config.stop)
  }

  private advance(): void {
    const { executor, program } = this.parts
    const { loss } = executor.run(program.trainFunction(this.step), program.trainFeeds(this.step))
    this.step++
    if (Number.isFinite(loss[0])) return
    const fault = program.fault(executor)
    if (fault !== null) throw new GrokscopeError('intervention/failed', `the run cannot go on after step ${this.step - 1}: ${fault}`)
    throw new Divergence(this.step - 1, program.nonFiniteTensor(executor) ?? 'the training loss', loss[0])
  }

  /** Measures, snapshots and checkpoints that are due at this step. */
  private observe(isMeasuredAnyway: boolean): void {
    const { schedule } = this.parts.config
    const { executor, program } = this.parts
    const measures = isMeasuredAnyway || isScheduled(schedule.measure, this.step)
    const keeps = isMeasuredAnyway || isScheduled(schedule.snapshot, this.step)
    if (measures) {
      const values = program.measure(executor, this.step)
      this.points.add(this.step, values)
      this.tracker.note(this.step, values)
    }
    if (keeps) this.sendSnapshots()
    if (isScheduled(schedule.checkpoint, this.step)) this.sendCheckpoint(false)
    else if (performance.now() - this.checkpointMs > rollingCheckpointMs) this.sendCheckpoint(true)
    if (performance.now() - this.reportedMs > reportIntervalMs) this.report()
  }

  /** Lets messages in; waits here while the run is paused. */
  private async attend(): Promise<void> {
    await nextTurn()
    const { control, channel } = this.parts
    if (control.wish !== 'pause') return
    this.stopwatch.stop()
    this.sendCheckpoint(true)
    this.report()
    channel.send({ kind: 'paused', step: this.step })
    await control.untilNotPaused()
    this.stopwatch.start(this.step)
  }

  private leave(status: 'finished' | 'stopped'): 'finished' | 'stopped' {
    this.stopwatch.stop()
    this.sendCheckpoint(false)
    this.report()
    return status
  }

  /** Sends what was gathered before the run diverged. */
  reportLast(): void {
    this.stopwatch.stop()
    this.report()
  }

  private sendPoints(): void {
    const series = this.points.take()
    if (series.length > 0) this.parts.channel.send({ kind: 'points', step: this.step, series })
  }

  private report(): void {
    this.sendPoints()
    this.parts.channel.send({
      kind: 'progress', step: this.step, stepsPerSecond: this.stopwatch.stepsPerSecond(this.step),
      trainingSeconds: this.stopwatch.seconds(), milestones: this.tracker.milestones
    })
    this.reportedMs = performance.now()
  }

  private sendSnapshots(): void {
    const { channel, program, executor } = this.parts
    for (const { name, shape, data } of program.snapshots(executor, this.step)) {
      channel.send({ kind: 'snapshot', snapshot: { tensor: name, step: this.step, shape, data } })
    }
  }

  private sendCheckpoint(rolling: boolean): void {
    if (this.checkpointStep === this.step && rolling) return
    // A run that goes on from this checkpoint must have the points before it.
    this.sendPoints()
    this.parts.channel.send({ kind: 'checkpoint', checkpoint: this.checkpoint(rolling) })
    this.checkpointMs = performance.now()
    this.checkpointStep = this.step
  }

  private checkpoint(rolling: boolean): Checkpoint {
    const { executor, program, backend } = this.parts
    const milestones = { ...this.tracker.milestones }
    const header = { formatVersion: 1, backend, rolling, milestones, trainingSeconds: this.stopwatch.seconds() } as const
    return readCheckpoint(executor, program.program, this.step, header)
  }
}
