import { longestName } from '../../shared/run.ts'

/** A run's name with an end that stays whole; a name that is too long for both is cut before the end. */
export function nameWithEnd(name: string, end: string): string {
  if (name.length + end.length <= longestName) return `${name}${end}`
  // A letter of two units is left out rather than halved.
  const start = name.slice(0, longestName - end.length - 1).replace(/[\uD800-\uDBFF]$/, '').trimEnd()
  return `${start}…${end}`
}
