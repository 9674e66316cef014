import { filterFields, findField } from './fields.ts'

/** What may stand at a place of a filter. */
export interface FilterCompletion {
  /** Part of the filter that a choice replaces. */
  from: number
  to: number
  choices: { text: string; description: string }[]
}

const wordEnd = /[^\s()=<>~≠≤≥!"']*$/u
const afterOperator = /([^\s()=<>~≠≤≥!"']+)\s*(?:[=<>!]=|<>|!~|[=<>~≠≤≥])\s*$/u

/** Fields, or values after an operator, that begin with or contain the word before the cursor; best first, at most `limit`. */
export function completeFilter(filter: string, cursor: number, seriesNames: readonly string[] = [], limit = 12): FilterCompletion {
  const before = filter.slice(0, cursor)
  const word = wordEnd.exec(before)?.[0] ?? ''
  const from = cursor - word.length
  const wanted = word.toLowerCase()
  const fieldName = afterOperator.exec(before.slice(0, from))?.[1]
  const offered = fieldName === undefined
    ? filterFields(seriesNames).map(({ name, description }) => ({ text: name, description }))
    : valuesOf(fieldName).map((text) => ({ text, description: '' }))
  const rank = ({ text }: { text: string }) => (text.toLowerCase().startsWith(wanted) ? 0 : 1)
  const choices = offered.filter(({ text }) => text.toLowerCase().includes(wanted)).sort((a, b) => rank(a) - rank(b)).slice(0, limit)
  return { from, to: cursor, choices }
}

function valuesOf(fieldName: string): readonly string[] {
  const field = findField(fieldName)
  if (field === undefined || Array.isArray(field)) return []
  return field.kind === 'switch' ? ['true', 'false'] : (field.values ?? [])
}
