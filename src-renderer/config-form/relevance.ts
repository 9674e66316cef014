import { getPath } from '../config/paths.ts'

/** False for a field that the rest of the config leaves without use; one that is filled in all the same stays in view with its message. */
export function isRelevant(path: string, config: unknown): boolean {
  if (path !== 'task.expression') return true
  return getPath(config, 'task.operation') === 'polynomial' || getPath(config, path) !== ''
}
