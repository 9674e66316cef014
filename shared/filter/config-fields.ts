import type * as v from 'valibot'
import { runConfigSchema } from '../config/schema.ts'

export type ValueKind = 'number' | 'text' | 'switch' | 'list'

/** A leaf of the config schema. */
export interface ConfigField {
  /** Dotted, for example `optimizer.weightDecay`. */
  path: string
  kind: ValueKind
  /** What it can be, where that is a short list of words; else empty. */
  values: readonly string[]
}

type AnySchema = v.GenericSchema & {
  wrapped?: v.GenericSchema
  options?: readonly unknown[]
  literal?: unknown
  entries?: Record<string, v.GenericSchema>
}

const leafKinds: Record<string, ValueKind> = { number: 'number', string: 'text', picklist: 'text', literal: 'text', boolean: 'switch', array: 'list' }

function leavesOf(schema: AnySchema, path: string): ConfigField[] {
  if (schema.wrapped !== undefined) return leavesOf(schema.wrapped, path)
  if (schema.type === 'variant') return (schema.options as AnySchema[]).flatMap((option) => leavesOf(option, path))
  if (schema.entries !== undefined) {
    return Object.entries(schema.entries).flatMap(([key, entry]) => leavesOf(entry, path === '' ? key : `${path}.${key}`))
  }
  const kind = leafKinds[schema.type]
  if (kind === undefined) return []
  return [{ path, kind, values: schema.type === 'literal' ? [String(schema.literal)] : schema.type === 'picklist' ? (schema.options ?? []).map(String) : [] }]
}

/** One field per path: alternatives of a variant share theirs, and add up their values. */
function mergeByPath(leaves: readonly ConfigField[]): Map<string, ConfigField> {
  const merged = new Map<string, ConfigField>()
  for (const leaf of leaves) {
    const key = leaf.path.toLowerCase()
    const values = [...new Set([...(merged.get(key)?.values ?? []), ...leaf.values])]
    merged.set(key, { ...leaf, values })
  }
  return merged
}

/** Every leaf that any config can have, by its path in lower case. */
export const configFields: ReadonlyMap<string, ConfigField> = mergeByPath(leavesOf(runConfigSchema, ''))

/** Value at a path of a config, given as its keys; undefined where the config has no such field. */
export function configValue(config: object, keys: readonly string[]): unknown {
  let value: unknown = config
  for (const key of keys) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}
