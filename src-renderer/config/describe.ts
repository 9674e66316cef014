import { runConfigSchema } from '../../shared/config/schema.ts'
import { describeSchema, type FormNode, type VariantNode, type VariantOption } from './form-nodes.ts'
import { getPath } from './paths.ts'

/** The whole config as form nodes; made once. */
export const configForm = describeSchema(runConfigSchema)

export interface DescribedField { path: string; title: string; description: string; unit: string; value: unknown }
export interface DescribedSection { title: string; fields: DescribedField[] }

export function chosenOption(node: VariantNode, config: unknown): VariantOption | undefined {
  return node.options.find((option) => option.value === getPath(config, `${node.path}.${node.key}`))
}

/** Every field of a config with its title, in sections as the form has them. */
export function describeConfig(config: unknown): DescribedSection[] {
  const top = configForm.kind === 'group' ? configForm.fields : []
  const general: DescribedField[] = []
  const sections: DescribedSection[] = []
  for (const node of top) {
    const fields = fieldsOf(node, config)
    if (node.kind === 'group' || node.kind === 'variant') sections.push({ title: node.title, fields })
    else general.push(...fields)
  }
  return general.length === 0 ? sections : [...sections, { title: 'General', fields: general }]
}

function fieldsOf(node: FormNode, config: unknown): DescribedField[] {
  if (node.kind === 'group') return node.fields.flatMap((field) => fieldsOf(field, config))
  if (node.kind === 'variant') {
    const option = chosenOption(node, config)
    const kind: DescribedField = { path: `${node.path}.${node.key}`, title: node.path.includes('.') ? node.title : 'Kind', description: option?.description ?? '', unit: '', value: option?.title ?? null }
    return [kind, ...(option?.fields ?? []).flatMap((field) => fieldsOf(field, config))]
  }
  const value = getPath(config, node.path)
  return value === '' ? [] : [{ path: node.path, title: node.title, description: node.description, unit: node.unit, value }]
}
