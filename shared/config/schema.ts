import * as v from 'valibot'
import { batchSchema } from '../catalogue/batches/index.ts'
import { integerField, realField } from '../catalogue/field.ts'
import { interventionSchema } from '../catalogue/interventions/index.ts'
import { lossSchema } from '../catalogue/losses/index.ts'
import { defaultMeasureNames, measureNames } from '../catalogue/measures.ts'
import { modelSchema } from '../catalogue/models/index.ts'
import { optimizerSchema } from '../catalogue/optimizers/index.ts'
import { taskSchema } from '../catalogue/tasks/index.ts'

const logarithmicSchedule = v.pipe(v.strictObject({
  kind: v.literal('logarithmic'),
  perDecade: integerField({ title: 'Per decade', description: 'Steps kept between 10ⁿ and 10ⁿ⁺¹, evenly spaced on a log axis.' }, { min: 1, max: 10_000, initial: 100 })
}), v.title('Log-spaced'), v.description('Dense early, sparse late; the last step is always included.'))

const everySchedule = v.pipe(v.strictObject({
  kind: v.literal('every'),
  steps: integerField({ title: 'Interval', unit: 'steps', description: 'Every so many steps, step 0 and the last included.' }, { min: 1, max: 1_000_000, initial: 10 })
}), v.title('Fixed interval'), v.description('Evenly spaced steps.'))

/** At which steps something is done. */
export const scheduleSchema = v.variant('kind', [logarithmicSchedule, everySchedule])
export type ScheduleConfig = v.InferOutput<typeof scheduleSchema>

const described = <S extends v.GenericSchema>(schema: S, title: string, description: string) =>
  v.pipe(schema, v.title(title), v.description(description))

/** Everything that decides a run's curves. Same config, same backend: same curves. */
export const runConfigSchema = v.strictObject({
  task: described(taskSchema, 'Task', 'The data set and its split.'),
  model: described(modelSchema, 'Model', 'The network.'),
  loss: described(lossSchema, 'Loss', 'What training minimizes.'),
  optimizer: described(optimizerSchema, 'Optimizer', 'How weights follow the gradient.'),
  batch: v.optional(described(batchSchema, 'Batch', 'How much of the training set a step sees.'), { kind: 'full' }),
  interventions: v.optional(v.pipe(v.array(interventionSchema), v.maxLength(8), v.title('Interventions'),
    v.description('Changes to the training rule, applied in this order.')), []),
  seed: integerField({ title: 'Seed', description: 'Seed of the initial weights and of the batches.' }, { min: 0, max: 2147483647, initial: 0 }),
  measures: v.optional(
    v.pipe(v.array(v.picklist(measureNames)), v.title('Measures'), v.description('What is computed at each measured step; a measure on checkpoints, once the run has ended.')),
    [...defaultMeasureNames]),
  schedule: v.optional(v.strictObject({
    measure: v.optional(described(scheduleSchema, 'Measure', 'Steps at which the measures are computed.'), { kind: 'logarithmic', perDecade: 100 }),
    snapshot: v.optional(described(scheduleSchema, 'Snapshot', 'Steps at which the embedding is kept.'), { kind: 'logarithmic', perDecade: 25 }),
    checkpoint: v.optional(described(scheduleSchema, 'Checkpoint', 'Steps from which the run can be resumed or forked.'), { kind: 'logarithmic', perDecade: 5 })
  }), { }),
  thresholds: v.optional(v.strictObject({
    memorization: realField({ title: 'Memorization', description: 'Training accuracy that counts as memorized.' }, { min: 0.01, max: 1, initial: 0.99 }),
    generalization: realField({ title: 'Generalization', description: 'Test accuracy that counts as generalized.' }, { min: 0.01, max: 1, initial: 0.99 })
  }), { }),
  stop: v.optional(v.strictObject({
    maximumSteps: integerField({ title: 'At most', unit: 'steps', description: 'The run ends here in any case.' }, { min: 1, max: 100_000_000, initial: 40_000 }),
    afterGeneralization: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0),
      v.title('After generalization'), v.description('Steps to go on after the generalization threshold; empty: no such stop.'), v.metadata({ unit: 'steps' }))), null)
  }), { })
})

export type RunConfig = v.InferOutput<typeof runConfigSchema>
export type RunConfigInput = v.InferInput<typeof runConfigSchema>
