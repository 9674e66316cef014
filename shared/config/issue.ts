/** One thing that is wrong with a config: where, what, and what was expected. */
export interface ConfigIssue {
  /** Dotted path of the field, for example `optimizer.learningRate`; empty for the config as a whole. */
  path: string
  message: string
}
