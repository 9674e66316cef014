import type { RunBatch, RunChanges } from '../store/run-store.ts'
import type { FromTraining } from '../trainer/protocol.ts'

/** What a trainer sent, as one transaction; null for nothing. `changesOf` adds what messages mean for the run's record. */
export function gatherBatch(messages: readonly FromTraining[], changesOf: (message: FromTraining) => RunChanges): RunBatch | null {
  const points = messages.flatMap((message) => (message.kind === 'points' ? message.series : []))
  const snapshots = messages.flatMap((message) => (message.kind === 'snapshot' ? [message.snapshot] : []))
  const checkpoints = messages.flatMap((message) => (message.kind === 'checkpoint' ? [message.checkpoint] : []))
  const changes: RunChanges = Object.assign({}, ...messages.map(changesOf))
  const isEmpty = points.length + snapshots.length + checkpoints.length + Object.keys(changes).length === 0
  return isEmpty ? null : { points, snapshots, checkpoints, changes }
}
