import * as v from 'valibot'
import { defaultDelayThreshold } from './phase.ts'

const integer = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max))

/** The user's choices; 0 stands for "follow the machine". */
export const settingsSchema = v.strictObject({
  backend: v.optional(v.picklist(['automatic', 'tensorflow', 'portable']), 'automatic'),
  concurrentRuns: v.optional(integer(0, 64), 0),
  threadsPerRun: v.optional(integer(0, 256), 0),
  /** Steps between memorization and generalization from which a run counts as grokking. */
  delayThreshold: v.optional(integer(1, 100_000_000), defaultDelayThreshold),
  theme: v.optional(v.picklist(['system', 'light', 'dark']), 'system'),
  density: v.optional(v.picklist(['comfortable', 'compact']), 'comfortable'),
  /** Days after which the bin is emptied by itself; 0: never. */
  binDays: v.optional(integer(0, 3650), 30)
})

export type Settings = v.InferOutput<typeof settingsSchema>
export const defaultSettings: Settings = v.parse(settingsSchema, {})
