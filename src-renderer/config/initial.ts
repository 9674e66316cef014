import type { FormNode, VariantNode, VariantOption } from './form-nodes.ts'
import { getPath, isPlain } from './paths.ts'

const keyOf = (path: string) => path.split('.').at(-1) ?? ''

/** A kind of a variant with every field at its default; fields that `kept` has too keep their values. */
export function initialVariant(key: string, option: VariantOption, kept: unknown = undefined): Record<string, unknown> {
  const fields = option.fields.map((field) => {
    const old = isPlain(kept) ? kept[keyOf(field.path)] : undefined
    return [keyOf(field.path), old ?? initialValue(field)] as const
  })
  return { [key]: option.value, ...Object.fromEntries(fields.filter(([, value]) => value !== undefined)) }
}

/** What a field holds before anyone has touched it; undefined where the schema has no default. */
export function initialValue(node: FormNode): unknown {
  if (node.kind === 'group') return Object.fromEntries(node.fields.map((field) => [keyOf(field.path), initialValue(field)] as const).filter(([, value]) => value !== undefined))
  if (node.kind !== 'variant') return node.initial
  const option = optionOf(node, node.initial) ?? node.options[0]
  return option === undefined ? node.initial : initialVariant(node.key, option, node.initial)
}

function optionOf(node: VariantNode, value: unknown): VariantOption | undefined {
  return node.options.find((option) => isPlain(value) && option.value === value[node.key])
}

/** What a config has at a field, or the field's default where the config leaves it out. */
export function valueAt(node: FormNode, config: unknown): unknown {
  const value = getPath(config, node.path)
  return value === undefined ? initialValue(node) : value
}

/** The kind that a config has chosen, or leaves to the default; undefined for a kind that does not exist. */
export function chosenOption(node: VariantNode, config: unknown): VariantOption | undefined {
  return optionOf(node, valueAt(node, config))
}
