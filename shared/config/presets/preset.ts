import type { RunConfigInput } from '../schema.ts'

/** A named, complete config to start from. */
export interface Preset {
  name: string
  title: string
  description: string
  config: RunConfigInput
}
