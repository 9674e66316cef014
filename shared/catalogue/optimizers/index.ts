import * as v from 'valibot'
import { adamOptimizer } from './adam.ts'
import { adamwOptimizer } from './adamw.ts'
import { sgdOptimizer } from './sgd.ts'

export const optimizerKinds = [adamwOptimizer, adamOptimizer, sgdOptimizer] as const
export const optimizerSchema = v.variant('kind', [adamwOptimizer, adamOptimizer, sgdOptimizer])
export type OptimizerConfig = v.InferOutput<typeof optimizerSchema>
