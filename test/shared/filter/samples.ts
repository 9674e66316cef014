import { parseConfig } from '../../../shared/config/validate.ts'
import type { RunConfigInput } from '../../../shared/config/schema.ts'
import type { RunRecord } from '../../../shared/run.ts'

const base: RunConfigInput = {
  task: { kind: 'modular', operation: 'add' },
  model: { kind: 'transformer' },
  loss: { kind: 'cross-entropy' },
  optimizer: { kind: 'adamw', weightDecay: 1 }
}

/** A finished run as the store lists it; `config` replaces whole sections. */
export function record(changes: Partial<Omit<RunRecord, 'config'>> & { config?: Partial<RunConfigInput> } = {}): RunRecord {
  const { config, ...rest } = changes
  return {
    id: 'abcdefghij', name: 'mainline', state: 'finished', preset: 'mainline', parent: null,
    createdAt: new Date(2026, 10, 23, 12).getTime(), startedAt: null, endedAt: null, trainingSeconds: 90, step: 9500,
    milestones: { memorization: 200, generalization: 7583 },
    series: [{ name: 'test/accuracy', count: 400, lastStep: 9500, last: 0.98, minimum: 0.008, maximum: 1 }],
    tags: ['seed-study'], notes: 'First try', starred: false, locked: false, deletedAt: null, environment: null, error: null,
    ...rest,
    config: parseConfig({ ...base, ...config })
  }
}
