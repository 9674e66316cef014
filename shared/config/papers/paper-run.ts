import type { RunConfigInput } from '../schema.ts'

/** What a paper says of a run: all but how long it takes, what is measured and when. Presets and studies add those. */
export type PaperRun = Required<Pick<RunConfigInput, 'task' | 'model' | 'loss' | 'optimizer' | 'batch' | 'interventions'>>

export type Interventions = NonNullable<RunConfigInput['interventions']>

/** How the pairs of a modular task are split. */
export type Split = NonNullable<Extract<RunConfigInput['task'], { kind: 'modular' }>['split']>
