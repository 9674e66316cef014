import * as v from 'valibot'
import { modularTask } from './modular.ts'

export const taskKinds = [modularTask] as const
export const taskSchema = v.variant('kind', [modularTask])
export type TaskConfig = v.InferOutput<typeof taskSchema>
