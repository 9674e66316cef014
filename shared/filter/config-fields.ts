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
  item?: v.GenericSchema
  key?: string
  wrapped?: v.GenericSchema
  options?: readonly unknown[]
  literal?: unknown
  entries?: Record<string, v.GenericSchema>
}

const leafKinds: Record<string, ValueKind> = { number: 'number', string: 'text', picklist: 'text', literal: 'text', boolean: 'switch', array: 'list' }

function leavesOf(schema: AnySchema, path: string): ConfigField[] {
  if (schema.wrapped !== undefined) return leavesOf(schema.wrapped, path)
  const item = unwrapped(schema.item)
  if (item?.type === 'variant') return itemLeaves(item, path)
  if (schema.type === 'variant') return (schema.options as AnySchema[]).flatMap((option) => leavesOf(option, path))
  if (schema.entries !== undefined) {
    return Object.entries(schema.entries).flatMap(([key, entry]) => leavesOf(entry, path === '' ? key : `${path}.${key}`))
  }
  const kind = leafKinds[schema.type]
  if (kind === undefined) return []
  return [{ path, kind, values: schema.type === 'literal' ? [String(schema.literal)] : schema.type === 'picklist' ? (schema.options ?? []).map(String) : [] }]
}

function unwrapped(schema: AnySchema | undefined): AnySchema | undefined {
  return schema?.wrapped === undefined ? schema : unwrapped(schema.wrapped)
}

/** A list of variants is known by its kinds, `interventions` or `interventions.kind`, and a field under its kind: `interventions.grokfast.lambda`. */
function itemLeaves(item: AnySchema, path: string): ConfigField[] {
  const key = item.key ?? 'kind'
  const options = (item.options as AnySchema[]).map((option) => ({ option, kind: String((option.entries?.[key] as AnySchema | undefined)?.literal) }))
  const values = options.map(({ kind }) => kind)
  const fields = options.flatMap(({ option, kind }) => leavesOf(option, `${path}.${kind}`).filter((leaf) => leaf.path !== `${path}.${kind}.${key}`))
  return [{ path, kind: 'list', values }, { path: `${path}.${key}`, kind: 'list', values }, ...fields]
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

/** Every leaf that a value of a schema can have, by its path in lower case. */
export function schemaFields(schema: v.GenericSchema): ReadonlyMap<string, ConfigField> {
  return mergeByPath(leavesOf(schema, ''))
}

/** Every leaf that any config can have, by its path in lower case. */
export const configFields: ReadonlyMap<string, ConfigField> = schemaFields(runConfigSchema)

/**
 * Value at a path of a config, given as its keys; undefined where the config has no such field. In a list of variants a key is
 * a kind, and stands for the first of that kind; `kind`, or no further key, for the kinds of all.
 */
export function configValue(config: object, keys: readonly string[]): unknown {
  let value: unknown = config
  for (const key of keys) {
    if (Array.isArray(value)) value = key === 'kind' ? value : value.find((item: unknown) => kindOf(item) === key)
    else if (typeof value === 'object' && value !== null) value = (value as Record<string, unknown>)[key]
    else return undefined
  }
  return Array.isArray(value) ? value.map((item: unknown) => kindOf(item) ?? item) : value
}

function kindOf(item: unknown): unknown {
  return typeof item === 'object' && item !== null && 'kind' in item ? item.kind : undefined
}
