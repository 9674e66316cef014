import * as v from 'valibot'
import { modularTask } from './modular.ts'
import { operatorSequenceTask } from './operator-sequence.ts'
import { polygonsTask } from './polygons.ts'
import type { TaskIssue, TaskKind, TaskShape, TaskSize } from './task-kind.ts'

export type { ModularConfig } from './modular.ts'
export { smallestOperands, type OperatorSequenceConfig } from './operator-sequence.ts'
export type { PolygonsConfig } from './polygons.ts'
export type { SequenceSlot, TaskIssue, TaskShape, TaskSize } from './task-kind.ts'

/** Every kind of task by the name that configs use. */
const kinds = { 'modular': modularTask, 'operator-sequence': operatorSequenceTask, 'polygons': polygonsTask }

export const taskKinds = [modularTask.schema, operatorSequenceTask.schema, polygonsTask.schema] as const
export const taskSchema = v.variant('kind', taskKinds)
export type TaskConfig = v.InferOutput<typeof taskSchema>

const kindOf = (task: TaskConfig): TaskKind<v.GenericSchema<unknown, TaskConfig>> => kinds[task.kind]

/** Tokens, sequence and classes of a task. */
export function taskShape(task: TaskConfig): TaskShape {
  return kindOf(task).shape(task)
}

/** Examples of a task, and how many of them are in each set. */
export function plainTaskSize(task: TaskConfig): TaskSize {
  return kindOf(task).size(task)
}

/** What is wrong with a task beyond its single fields. */
export function checkTask(task: TaskConfig): TaskIssue[] {
  return kindOf(task).check(task)
}

/** A short name of what a task teaches, such as `add mod 97`. */
export function taskTitle(task: TaskConfig): string {
  return kindOf(task).title(task)
}
