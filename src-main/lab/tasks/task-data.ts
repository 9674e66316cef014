/** A task with all its examples and its split; everything is fixed by the task's config. */
export interface TaskData {
  /** Pairs of tokens, [examples, 2] in rows. */
  inputs: Int32Array
  /** The right class of each example. */
  targets: Int32Array
  /** Output classes. */
  classes: number
  /** Different operand tokens, 0 … tokens − 1. */
  tokens: number
  /** Rows of the training and of the test set, each ascending; together every row once. */
  trainIndices: Int32Array
  testIndices: Int32Array
}
