import { runConfigSchema } from '../../shared/config/schema.ts'
import { describeSchema, type FormNode, type ItemsNode, type VariantNode } from './form-nodes.ts'
import { chosenOption } from './initial.ts'
import { getPath } from './paths.ts'

/** The whole config as form nodes; made once. */
export const configForm = describeSchema(runConfigSchema)

export interface DescribedField { path: string; title: string; description: string; unit: string; value: unknown }
export interface DescribedSection { title: string; fields: DescribedField[] }

/** Parts of a form that stand under a heading of their own. */
export const isSection = (node: FormNode): boolean => node.kind === 'group' || node.kind === 'variant' || node.kind === 'items'

/** Every field of a config with its title, in sections as the form has them; a list without items has none. */
export function describeConfig(config: unknown, form: FormNode = configForm): DescribedSection[] {
  const top = form.kind === 'group' ? form.fields : []
  const general: DescribedField[] = []
  const sections: DescribedSection[] = []
  for (const node of top) {
    const fields = fieldsOf(node, config)
    if (!isSection(node)) general.push(...fields)
    else if (node.kind !== 'items' || fields.length > 0) sections.push({ title: node.title, fields })
  }
  return general.length === 0 ? sections : [...sections, { title: 'General', fields: general }]
}

function fieldsOf(node: FormNode, config: unknown): DescribedField[] {
  if (node.kind === 'group') return node.fields.flatMap((field) => fieldsOf(field, config))
  if (node.kind === 'variant') return variantFields(node, config, node.path.includes('.') ? node.title : 'Kind')
  if (node.kind === 'items') return itemFields(node, config)
  const value = getPath(config, node.path)
  return value === '' ? [] : [{ path: node.path, title: node.title, description: node.description, unit: node.unit, value }]
}

function variantFields(node: VariantNode, config: unknown, title: string): DescribedField[] {
  const option = chosenOption(node, config)
  const kind: DescribedField = { path: `${node.path}.${node.key}`, title, description: option?.description ?? '', unit: '', value: option?.title ?? null }
  return [kind, ...(option?.fields ?? []).flatMap((field) => fieldsOf(field, config))]
}

function itemFields(node: ItemsNode, config: unknown): DescribedField[] {
  const items = getPath(config, node.path)
  return Array.isArray(items) ? items.flatMap((_, index) => variantFields(node.item(index), config, items.length > 1 ? `Kind of ${index + 1}` : 'Kind')) : []
}
