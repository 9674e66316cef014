import type { TaskShape } from '../../../shared/catalogue/tasks/index.ts'

/** A task with all its examples and its split; everything is fixed by the run's config. */
export interface TaskData extends TaskShape {
  /** Values of the operands, [examples, operands] in rows, each 0 … tokens − 1 before its offset. */
  inputs: Int32Array
  /** The right class of each example. */
  targets: Int32Array
  /** Rows of the sets, each ascending; no row is in two of them. */
  trainIndices: Int32Array
  testIndices: Int32Array
  /** Rows kept from the training set for an intervention's outer loss; empty without one. */
  outerIndices: Int32Array
}

/** A task before an intervention takes its outer set. */
export type PlainTask = Omit<TaskData, 'outerIndices'>
