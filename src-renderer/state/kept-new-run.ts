import * as v from 'valibot'
import { someConfig } from './kept.ts'

/** A new run as it was left, while the page is loaded again. */
export const keptNewRun = v.object({
  asked: v.string(),
  start: v.object({
    config: someConfig, preset: v.nullable(v.string()), name: v.string(), source: v.nullable(v.object({ id: v.string(), name: v.string() }))
  }),
  name: v.string(), count: v.string(), preset: v.nullable(v.string()), base: someConfig, config: v.unknown(),
  asJson: v.boolean(), typed: v.nullable(v.string())
})
export type KeptNewRun = v.InferOutput<typeof keptNewRun>
