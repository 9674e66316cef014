import * as v from 'valibot'

interface NodeInfo {
  /** Dotted path in the config. */
  path: string
  title: string
  description: string
  unit: string
}

export interface NumberNode extends NodeInfo { kind: 'number'; integer: boolean; minimum: number | null; maximum: number | null; nullable: boolean; initial: unknown }
export interface ChoiceNode extends NodeInfo { kind: 'choice'; options: readonly string[]; initial: unknown }
export interface TextNode extends NodeInfo { kind: 'text'; maximumLength: number | null; initial: unknown }
export interface SwitchNode extends NodeInfo { kind: 'switch'; initial: unknown }
export interface ListNode extends NodeInfo { kind: 'list'; options: readonly string[]; initial: unknown }
export interface GroupNode extends NodeInfo { kind: 'group'; fields: readonly FormNode[] }
export interface VariantOption { value: string; title: string; description: string; fields: readonly FormNode[] }
export interface VariantNode extends NodeInfo { kind: 'variant'; key: string; options: readonly VariantOption[]; initial: unknown }
/** An ordered list of variants. `options` name a kind's fields by the kind, as `flattenConfig` does: `interventions.grokfast.lambda`. */
export interface ItemsNode extends NodeInfo {
  kind: 'items'
  key: string
  options: readonly VariantOption[]
  initial: unknown
  /** The control of one place in the list, with the paths of that place: `interventions.0.lambda`. */
  item(index: number): VariantNode
}
export type FieldNode = NumberNode | ChoiceNode | TextNode | SwitchNode | ListNode
export type FormNode = FieldNode | GroupNode | VariantNode | ItemsNode

type Schema = v.GenericSchema
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'schema'
const isStringList = (value: unknown): value is string[] => Array.isArray(value) && value.every((item) => typeof item === 'string')

function property(schema: object, key: string): unknown {
  return Object.entries(schema).find(([name]) => name === key)?.[1]
}

/** The schema below `optional` and `nullable`, its default, and whether null is allowed. */
function unwrap(schema: Schema): { schema: Schema; initial: unknown; nullable: boolean } {
  const wrapped = property(schema, 'wrapped')
  if (!isSchema(wrapped)) return { schema, initial: undefined, nullable: false }
  const below = unwrap(wrapped)
  return { schema: below.schema, initial: schema.type === 'optional' ? property(schema, 'default') : below.initial, nullable: below.nullable || schema.type === 'nullable' }
}

function pipeItems(schema: Schema): readonly unknown[] {
  const pipe = property(schema, 'pipe')
  return Array.isArray(pipe) ? pipe.flatMap((item: unknown) => (isSchema(item) && item !== schema && property(item, 'pipe') !== undefined ? [...pipeItems(item), item] : [item])) : []
}

/** What an action of the schema's pipe requires: the bound of `min_value`, the length of `max_length`. */
function requirement(schema: Schema, type: string): number | null {
  for (const item of pipeItems(schema)) {
    if (typeof item === 'object' && item !== null && property(item, 'type') === type) {
      const value = property(item, 'requirement')
      if (typeof value === 'number') return value
    }
  }
  return null
}

const hasAction = (schema: Schema, type: string) => pipeItems(schema).some((item) => typeof item === 'object' && item !== null && property(item, 'type') === type)
const capitalized = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

function nodeInfo(schema: Schema, path: string): NodeInfo {
  const unit = v.getMetadata(schema).unit
  return {
    path, title: v.getTitle(schema) ?? capitalized(path.split('.').at(-1) ?? ''), description: v.getDescription(schema) ?? '', unit: typeof unit === 'string' ? unit : ''
  }
}

function entriesOf(schema: Schema): [string, Schema][] {
  const entries = property(schema, 'entries')
  return typeof entries === 'object' && entries !== null ? Object.entries(entries).filter((entry): entry is [string, Schema] => isSchema(entry[1])) : []
}

function variantOption(option: Schema, key: string, pathOf: (value: string) => string): VariantOption {
  const entries = entriesOf(option)
  const literal = entries.find(([name]) => name === key)?.[1]
  const value = String(literal === undefined ? '' : property(literal, 'literal'))
  return {
    value, title: v.getTitle(option) ?? value, description: v.getDescription(option) ?? '',
    fields: entries.filter(([name]) => name !== key).map(([name, field]) => describeSchema(field, `${pathOf(value)}.${name}`))
  }
}

/** The kinds of a variant; `pathOf` says where the fields of a kind lie. */
function variantOptions(schema: Schema, pathOf: (value: string) => string): VariantOption[] {
  const options = property(schema, 'options')
  const key = String(property(schema, 'key'))
  return (Array.isArray(options) ? options.filter(isSchema) : []).map((option) => variantOption(option, key, pathOf))
}

function variantNode(schema: Schema, path: string, initial: unknown): VariantNode {
  return { ...nodeInfo(schema, path), kind: 'variant', key: String(property(schema, 'key')), initial, options: variantOptions(schema, () => path) }
}

/** A list: of names to choose from, or of variants in an order. */
function describeList(schema: Schema, path: string, initial: unknown): ListNode | ItemsNode {
  const info = nodeInfo(schema, path)
  const item = property(schema, 'item')
  const below = isSchema(item) ? unwrap(item).schema : schema
  const choices = property(below, 'options')
  if (below.type === 'picklist' && isStringList(choices)) return { ...info, kind: 'list', options: choices, initial }
  if (below.type !== 'variant') throw new Error(`The config schema has a list of ${below.type} at ${path}; the form has no control for it.`)
  const places = new Map<number, VariantNode>()
  return {
    ...info, kind: 'items', initial, key: String(property(below, 'key')),
    options: variantOptions(below, (value) => `${path}.${value}`),
    item: (index) => {
      const node = places.get(index) ?? variantNode(below, `${path}.${index}`, undefined)
      places.set(index, node)
      return node
    }
  }
}

/** What a form needs to know of a schema. Throws where the schema has a type that no control exists for. */
export function describeSchema(given: Schema, path = ''): FormNode {
  const { schema, initial, nullable } = unwrap(given)
  const info = nodeInfo(schema, path)
  const options = property(schema, 'options')
  switch (schema.type) {
    case 'strict_object':
      return { ...info, kind: 'group', fields: entriesOf(schema).map(([name, field]) => describeSchema(field, path === '' ? name : `${path}.${name}`)) }
    case 'variant':
      return variantNode(schema, path, initial)
    case 'number':
      return {
        ...info, kind: 'number', integer: hasAction(schema, 'integer'), minimum: requirement(schema, 'min_value'), maximum: requirement(schema, 'max_value'), nullable, initial
      }
    case 'picklist':
      return { ...info, kind: 'choice', options: isStringList(options) ? options : [], initial }
    case 'string':
      return { ...info, kind: 'text', maximumLength: requirement(schema, 'max_length'), initial }
    case 'boolean':
      return { ...info, kind: 'switch', initial }
    case 'array':
      return describeList(schema, path, initial)
    default:
      throw new Error(`The config schema has a field of type ${schema.type} at ${path}; the form has no control for it.`)
  }
}
