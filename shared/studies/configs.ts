import { beyondProgressRun, type BeyondProgressRun } from '../config/papers/beyond-progress.ts'
import { embeddingLayerRun, type EmbeddingLayerRun } from '../config/papers/embedding-layer.ts'
import { exploringRun, type ExploringRun } from '../config/papers/exploring.ts'
import { neuralGrokRun, type NeuralGrokRun } from '../config/papers/neuralgrok.ts'
import type { PaperRun } from '../config/papers/paper-run.ts'
import type { RunConfigInput } from '../config/schema.ts'

/** How long a run of a study takes, and how it is followed. */
export interface Following {
  maximumSteps: number
  /** Steps after generalization at which the run ends; null or left out: it goes on. */
  afterGeneralization?: number | null
  /** Beside loss and accuracy. */
  measures?: NonNullable<RunConfigInput['measures']>
  /** Steps between measurements. */
  everySteps?: number
}

/** Measured every so many steps; few snapshots and checkpoints, since a study reads series. */
export function measuredEvery(steps: number): NonNullable<RunConfigInput['schedule']> {
  return { measure: { kind: 'every', steps }, snapshot: { kind: 'logarithmic', perDecade: 5 }, checkpoint: { kind: 'logarithmic', perDecade: 1 } }
}

function followed(run: PaperRun, { maximumSteps, afterGeneralization = null, measures = [], everySteps = 20 }: Following): RunConfigInput {
  return { ...run, measures: ['loss-and-accuracy', ...measures], schedule: measuredEvery(everySteps), stop: { maximumSteps, afterGeneralization } }
}

/** A run of paper 1. */
export function embeddingLayerConfig(choice: EmbeddingLayerRun & Following): RunConfigInput {
  return followed(embeddingLayerRun(choice), { everySteps: 10, ...choice })
}

/** A run of paper 2. */
export function beyondProgressConfig(choice: BeyondProgressRun & Following): RunConfigInput {
  return followed(beyondProgressRun(choice), choice)
}

/** A run of paper 3. */
export function exploringConfig(choice: ExploringRun & Following): RunConfigInput {
  return followed(exploringRun(choice), choice)
}

/** A run of paper 4. */
export function neuralGrokConfig(choice: NeuralGrokRun & Following): RunConfigInput {
  return followed(neuralGrokRun(choice), choice)
}
