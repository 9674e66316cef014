import type { RunConfig } from './schema.ts'

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]))
}

/** A parsed config as text, fields in alphabetic order: equal exactly where two configs give the same curves on the same backend. */
export function canonicalConfig(config: RunConfig): string {
  return JSON.stringify(sorted(config))
}
