import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { presets } from '../../shared/config/presets.ts'
import { checkConfig, parseConfig } from '../../shared/config/validate.ts'
import { buildModel } from '../../src-main/lab/models/index.ts'
import { buildTask } from '../../src-main/lab/tasks/index.ts'
import { configForm, describeConfig } from '../../src-renderer/config/describe.ts'
import { diffConfigs, differingPaths, flattenConfig } from '../../src-renderer/config/flatten.ts'
import { describeSchema, type FormNode } from '../../src-renderer/config/form-nodes.ts'
import { parameterCount } from '../../src-renderer/config/parameter-count.ts'
import { getPath, setPath } from '../../src-renderer/config/paths.ts'
import { isRelevant } from '../../src-renderer/config-form/relevance.ts'

function leaves(node: FormNode): FormNode[] {
  if (node.kind === 'group') return node.fields.flatMap(leaves)
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
    expect(options.map(({ value }) => value)).toEqual(['transformer', 'mlp-embedding', 'mlp-one-hot', 'quadratic-mlp'])
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

describe('the number of parameters', () => {
  const kinds = leaves(configForm).find((node) => node.path === 'model')
  it.each(kinds?.kind === 'variant' ? kinds.options.map(({ value }) => value) : [])('is that of the network that the trainer builds: %s', (kind) => {
    for (const sizes of [{}, { layers: 3, width: 24, heads: 2, mlpWidth: 40 }, { hiddenLayers: 3, hiddenWidth: 20 }, { embeddingWidth: 7 }]) {
      const config = checkConfig({ ...presets[0]?.config, task: { kind: 'modular', modulus: 11, operation: 'divide' }, model: { kind, ...sizes } })
      if (!config.ok) continue
      const task = buildTask(config.config.task)
      const declared = buildModel(config.config.model, { tokens: task.tokens, classes: task.classes }).parameters
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
    expect(differingPaths([one, one, two].map((config) => flattenConfig(config)))).toEqual(new Set(['optimizer.kind', 'optimizer.beta1', 'optimizer.momentum']))
    expect(differingPaths([])).toEqual(new Set())
  })

  it('describes a config in sections with titles, the kind of each variant first', () => {
    const sections = describeConfig(parseConfig(presets[0]?.config))
    expect(sections.map(({ title }) => title)).toEqual(['Task', 'Model', 'Loss', 'Optimizer', 'Batch', 'Schedule', 'Thresholds', 'Stop', 'General'])
    expect(sections[1]?.fields[0]).toMatchObject({ title: 'Kind', value: 'Transformer' })
  })
})
