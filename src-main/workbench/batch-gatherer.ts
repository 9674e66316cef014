import type { RunBatch, RunChanges } from '../store/run-store.ts'
import type { Checkpoint, FromTrainer } from '../trainer/protocol.ts'

/** Gathers what a trainer sent into one transaction. */
export class BatchGatherer {
  /** Checkpoints that came before the points up to their step. */
  #early: Checkpoint[] = []
  #reportedStep = -1

  /** What is to be written of these messages; null for nothing. `changesOf` adds what they mean for the run's record. */
  gather(messages: readonly FromTrainer[], changesOf: (message: FromTrainer) => RunChanges): RunBatch | null {
    const points = messages.flatMap((message) => (message.kind === 'points' ? message.series : []))
    const snapshots = messages.flatMap((message) => (message.kind === 'snapshot' ? [message.snapshot] : []))
    const checkpoints = this.#completeCheckpoints(messages)
    const changes: RunChanges = Object.assign({}, ...messages.map(changesOf))
    const isEmpty = points.length + snapshots.length + checkpoints.length + Object.keys(changes).length === 0
    return isEmpty ? null : { points, snapshots, checkpoints, changes }
  }

  /** A run that goes on from a checkpoint must find all points before it: one that is ahead of them waits. */
  #completeCheckpoints(messages: readonly FromTrainer[]): Checkpoint[] {
    for (const message of messages) {
      if (message.kind === 'checkpoint') this.#early.push(message.checkpoint)
      if (message.kind === 'points' || message.kind === 'progress') this.#reportedStep = Math.max(this.#reportedStep, message.step)
    }
    const complete = this.#early.filter((checkpoint) => checkpoint.step <= this.#reportedStep)
    this.#early = this.#early.filter((checkpoint) => checkpoint.step > this.#reportedStep)
    return complete
  }
}
