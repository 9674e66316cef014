import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { presets } from '../../shared/config/presets.ts'
import { checkConfig, parseConfig } from '../../shared/config/validate.ts'
import { configValue, schemaFields } from '../../shared/filter/config-fields.ts'
import { buildModel } from '../../src-main/lab/models/index.ts'
import { taskShape } from '../../shared/catalogue/tasks/index.ts'
import { configForm, describeConfig } from '../../src-renderer/config/describe.ts'
import { chosenOption, initialVariant, valueAt } from '../../src-renderer/config/initial.ts'
import { withItem, withItemMoved, withoutItem } from '../../src-renderer/config/items.ts'
import { diffConfigs, differingPaths, flattenConfig } from '../../src-renderer/config/flatten.ts'
import { describeSchema, type FormNode } from '../../src-renderer/config/form-nodes.ts'
import { parameterCount } from '../../shared/catalogue/models/parameter-count.ts'
import { getPath, setPath } from '../../src-renderer/config/paths.ts'
import { isRelevant } from '../../src-renderer/config-form/relevance.ts'

function leaves(node: FormNode): FormNode[] {
  if (node.kind === 'group') return node.fields.flatMap(leaves)
  if (node.kind === 'items') return [node, ...node.options.flatMap((option) => option.fields.flatMap(leaves))]
  return node.kind === 'variant' ? [node, ...node.options.flatMap((option) => option.fields.flatMap(leaves))] : [node]
}

const find = (path: string) => leaves(configForm).find((node) => node.path === path)

describe('the form that the schema makes', () => {
  it('knows title, description, unit, range and default of a number below optional', () => {
    expect(find('task.modulus')).toMatchObject({ kind: 'number', title: 'Modulus p', integer: true, minimum: 2, maximum: 1009, initial: 113, nullable: false })
    expect(find('optimizer.warmupSteps')).toMatchObject({ kind: 'number', title: 'Warm-up', unit: 'steps' })
    expect(find('stop.afterGeneralization')).toMatchObject({ kind: 'number', nullable: true, initial: null, unit: 'steps' })
  })

  it('knows the kinds of a variant with their titles and fields', () => {
    const model = find('model')
    expect(model).toMatchObject({ kind: 'variant', key: 'kind', title: 'Model' })
    const options = model?.kind === 'variant' ? model.options : []
    expect(options.map(({ value }) => value)).toEqual(expect.arrayContaining(['transformer', 'mlp-embedding', 'mlp-one-hot', 'quadratic-mlp']))
    expect(options[0]?.fields.map(({ path }) => path)).toContain('model.heads')
  })

  it('has a control with a title for every field of every preset', () => {
    const paths = new Set(leaves(configForm).flatMap((node) => (node.kind === 'variant' ? [`${node.path}.${node.key}`] : [node.path])))
    for (const preset of presets) {
      for (const path of flattenConfig(parseConfig(preset.config)).keys()) expect(paths, `${preset.name}: ${path}`).toContain(path)
    }
    for (const node of leaves(configForm)) expect(node.title).not.toBe('')
  })

  it('refuses a type that no control exists for', () => {
    expect(() => describeSchema(v.strictObject({ when: v.date() }))).toThrow('date at when')
  })

  it('leaves out the expression where the operation does not use it, unless something is written there', () => {
    expect(isRelevant('task.expression', { task: { operation: 'add', expression: '' } })).toBe(false)
    expect(isRelevant('task.expression', { task: { operation: 'add', expression: 'x*y' } })).toBe(true)
    expect(isRelevant('task.expression', { task: { operation: 'polynomial', expression: '' } })).toBe(true)
    expect(isRelevant('task.modulus', {})).toBe(true)
  })
})

/** A list of variants, one of which holds a variant itself. */
const filters = v.strictObject({
  filters: v.optional(v.pipe(v.array(v.variant('kind', [
    v.pipe(v.strictObject({
      kind: v.literal('average'), lambda: v.optional(v.pipe(v.number(), v.minValue(0), v.title('λ'), v.metadata({ unit: 'times' })), 2)
    }), v.title('Moving average'), v.description('Adds the slow part of the gradient.')),
    v.pipe(v.strictObject({
      kind: v.literal('ratio'), rule: v.optional(v.pipe(v.variant('kind', [
        v.pipe(v.strictObject({ kind: v.literal('constant'), factor: v.optional(v.number(), 10) }), v.title('Constant')),
        v.pipe(v.strictObject({ kind: v.literal('adaptive'), every: v.optional(v.number(), 100) }), v.title('Adaptive'))
      ]), v.title('Rule')), { kind: 'adaptive' })
    }), v.title('Ratio'))
  ])), v.title('Filters'), v.description('In this order.')), [])
})
const filterForm = describeSchema(filters)
const list = filterForm.kind === 'group' ? filterForm.fields[0] : filterForm

describe('a list of variants', () => {
  if (list?.kind !== 'items') throw new Error('a list of variants is no items node')
  const [average, ratio] = list.options
  const config = { filters: [{ kind: 'ratio', rule: { kind: 'constant', factor: 4 } }, { kind: 'average', lambda: 5 }] }

  it('knows its kinds, the fields of each place, and the default of each kind, variants within included', () => {
    expect(list.options.map(({ value, title }) => [value, title])).toEqual([['average', 'Moving average'], ['ratio', 'Ratio']])
    expect(list.item(1).options[0]?.fields[0]).toMatchObject({ path: 'filters.1.lambda', kind: 'number', minimum: 0, unit: 'times' })
    expect(ratio && initialVariant('kind', ratio)).toEqual({ kind: 'ratio', rule: { kind: 'adaptive', every: 100 } })
    expect(average && initialVariant('kind', average, { lambda: 7, other: 1 })).toEqual({ kind: 'average', lambda: 7 })
    expect(chosenOption(list.item(1), config)?.value).toBe('average')
  })

  it('shows defaults where a config leaves fields out', () => {
    expect(valueAt(list, {})).toEqual([])
    const rule = list.item(0).options[1]?.fields[0]
    expect(rule && valueAt(rule, { filters: [{ kind: 'ratio' }] })).toEqual({ kind: 'adaptive', every: 100 })
  })

  it('is read and changed by place, and items are added, moved and taken out without touching the original', () => {
    const changed = setPath(config, 'filters.0.rule.factor', 8)
    expect([getPath(changed, 'filters.0.rule.factor'), getPath(config, 'filters.0.rule.factor'), getPath(config, 'filters.7.lambda')]).toEqual([8, 4, undefined])
    expect(getPath(setPath(config, 'filters.0', undefined), 'filters')).toEqual([config.filters[1]])
    const letters = ['a', 'b', 'c']
    expect([withItem(letters, 1, 'x'), withoutItem(letters, 0), withItemMoved(letters, 0, 1), withItemMoved(letters, 0, -1)])
      .toEqual([['a', 'x', 'b', 'c'], ['b', 'c'], ['b', 'a', 'c'], letters])
  })

  it('is described in the order of the list, and not at all where it is empty', () => {
    const [section] = describeConfig(config, filterForm)
    expect(section?.fields.map(({ title, value }) => [title, value])).toEqual([['Kind of 1', 'Ratio'], ['Rule', 'Constant'], ['Factor', 4], ['Kind of 2', 'Moving average'], ['λ', 5]])
    expect(describeConfig({ filters: [] }, filterForm)).toEqual([])
  })

  it('differs by kind, so that columns and diffs mean the same thing at any place', () => {
    expect([...flattenConfig({ filters: [...config.filters, { kind: 'average', lambda: 1 }] })]).toEqual([
      ['filters', ['ratio', 'average', 'average']], ['filters.ratio.rule.kind', 'constant'], ['filters.ratio.rule.factor', 4], ['filters.average.lambda', 5], ['filters.average#2.lambda', 1]
    ])
    expect(diffConfigs({ filters: [] }, { filters: [{ kind: 'average', lambda: 5 }] })).toEqual([
      { path: 'filters', before: [], after: ['average'] }, { path: 'filters.average.lambda', before: undefined, after: 5 }
    ])
  })

  it('is found by filters under the kind', () => {
    const fields = schemaFields(filters)
    expect(fields.get('filters.kind')).toMatchObject({ kind: 'list', values: ['average', 'ratio'] })
    expect([...fields.keys()]).toEqual(['filters', 'filters.kind', 'filters.average.lambda', 'filters.ratio.rule.kind', 'filters.ratio.rule.factor', 'filters.ratio.rule.every'])
    expect(['filters', 'filters.kind', 'filters.average.lambda', 'filters.ratio.rule.factor', 'filters.none.x'].map((path) => configValue(config, path.split('.'))))
      .toEqual([['ratio', 'average'], ['ratio', 'average'], 5, 4, undefined])
  })
})

describe('the number of parameters', () => {
  const kinds = leaves(configForm).find((node) => node.path === 'model')
  it.each(kinds?.kind === 'variant' ? kinds.options.map(({ value }) => value) : [])('is that of the network that the trainer builds: %s', (kind) => {
    for (const sizes of [{}, { layers: 3, width: 24, heads: 2, mlpWidth: 40 }, { hiddenLayers: 3, hiddenWidth: 20 }, { embeddingWidth: 7 }]) {
      const config = checkConfig({ ...presets[0]?.config, task: { kind: 'modular', modulus: 11, operation: 'divide' }, model: { kind, ...sizes } })
      if (!config.ok) continue
      const declared = buildModel(config.config.model, taskShape(config.config.task)).parameters
      expect(parameterCount(config.config)).toBe(declared.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0))
    }
  })
})

describe('configs as data', () => {
  it('reads and replaces by path without touching the original', () => {
    const config = { task: { modulus: 113 }, seed: 0 }
    const changed = setPath(config, 'task.modulus', 97)
    expect([config.task.modulus, getPath(changed, 'task.modulus'), getPath(changed, 'task.kind.none')]).toEqual([113, 97, undefined])
    expect(setPath(config, 'seed', undefined)).toEqual({ task: { modulus: 113 } })
  })

  it('finds what differs between two configs, and over many', () => {
    const one = { optimizer: { kind: 'adamw', beta1: 0.9 }, measures: ['a', 'b'] }
    const two = { optimizer: { kind: 'sgd', momentum: 0.9 }, measures: ['a', 'b'] }
    expect(diffConfigs(one, two)).toEqual([
      { path: 'optimizer.kind', before: 'adamw', after: 'sgd' },
      { path: 'optimizer.beta1', before: 0.9, after: undefined },
      { path: 'optimizer.momentum', before: undefined, after: 0.9 }
    ])
    expect(diffConfigs({ task: { kind: 'a' }, seed: 0 }, { task: { kind: 'b', more: 1 }, seed: 1 }).map(({ path }) => path)).toEqual(['task.kind', 'task.more', 'seed'])
    expect(differingPaths([one, one, two].map((config) => flattenConfig(config)))).toEqual(new Set(['optimizer.kind', 'optimizer.beta1', 'optimizer.momentum']))
    expect(differingPaths([])).toEqual(new Set())
  })

  it('describes a config in sections with titles, the kind of each variant first', () => {
    const sections = describeConfig(parseConfig(presets[0]?.config))
    expect(sections.map(({ title }) => title)).toEqual(['Task', 'Model', 'Loss', 'Optimizer', 'Batch', 'Schedule', 'Thresholds', 'Stop', 'General'])
    expect(sections[1]?.fields[0]).toMatchObject({ title: 'Kind', value: 'Transformer' })
  })
})
