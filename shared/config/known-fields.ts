import type * as v from 'valibot'

type AnySchema = v.GenericSchema & {
  wrapped?: v.GenericSchema
  item?: v.GenericSchema
  key?: string
  options?: readonly AnySchema[]
  literal?: unknown
  entries?: Readonly<Record<string, AnySchema>>
}

/** The schema that holds for a value: out of its default, and of variants the one of the value's kind. */
function schemaOf(schema: AnySchema | undefined, value: unknown): AnySchema | undefined {
  if (schema?.wrapped !== undefined) return schemaOf(schema.wrapped, value)
  if (schema?.type !== 'variant') return schema
  const key = schema.key ?? 'kind'
  return schema.options?.find((option) => option.entries?.[key]?.literal === (value as Readonly<Record<string, unknown>>)[key])
}

/** Names of the fields beside the one that an issue is about, as its schema has them; none where the schema has no names there. */
export function knownFields(root: v.GenericSchema, issue: v.BaseIssue<unknown>): string[] {
  let schema: AnySchema | undefined = root
  const path = issue.path ?? []
  for (const [depth, { key, input }] of path.entries()) {
    schema = schemaOf(schema, input)
    if (depth < path.length - 1) schema = schema?.entries?.[String(key)] ?? schema?.item
  }
  return Object.keys(schema?.entries ?? {})
}
