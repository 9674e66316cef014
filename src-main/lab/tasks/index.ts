import type { RunConfig } from '../../../shared/config/schema.ts'
import { modularTask } from './modular.ts'
import type { TaskData } from './task-data.ts'

const tasks = { modular: modularTask } satisfies Record<RunConfig['task']['kind'], unknown>

/** All examples of a task and their split, from its checked config alone. Throws `expression/invalid`. */
export function buildTask(config: RunConfig['task']): TaskData {
  return tasks[config.kind](config)
}
