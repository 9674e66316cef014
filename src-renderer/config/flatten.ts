import { isPlain } from './paths.ts'

type Leaves = Map<string, unknown>
type Kinded = Record<string, unknown> & { kind: string }

const isKinded = (value: unknown): value is Kinded => isPlain(value) && typeof value.kind === 'string'

/**
 * Leaves of a config by dotted path, in the schema's order: `optimizer.weightDecay` → 1. A list of variants is the leaf of its kinds,
 * `interventions` → [grokfast], and the fields of each under its kind, `interventions.grokfast.lambda`; a second of the same kind is `grokfast#2`.
 */
export function flattenConfig(config: object, prefix = ''): Leaves {
  const leaves: Leaves = new Map()
  for (const [key, value] of Object.entries(config)) {
    const path = prefix === '' ? key : `${prefix}.${key}`
    if (isPlain(value)) addAll(leaves, flattenConfig(value, path))
    else if (Array.isArray(value) && value.length > 0 && value.every(isKinded)) addAll(leaves, flattenItems(value, path))
    else leaves.set(path, value)
  }
  return leaves
}

function addAll(leaves: Leaves, more: Leaves): void {
  for (const [path, leaf] of more) leaves.set(path, leaf)
}

function flattenItems(items: readonly Kinded[], path: string): Leaves {
  const leaves: Leaves = new Map([[path, items.map(({ kind }) => kind)]])
  const seen = new Map<string, number>()
  for (const { kind, ...fields } of items) {
    const count = (seen.get(kind) ?? 0) + 1
    seen.set(kind, count)
    addAll(leaves, flattenConfig(fields, `${path}.${count === 1 ? kind : `${kind}#${count}`}`))
  }
  return leaves
}

export interface ConfigDifference { path: string; before: unknown; after: unknown }

/** Leaves that differ, section by section; a leaf that one side lacks is `undefined` there, and no other than an empty one. */
export function diffConfigs(before: object, after: object): ConfigDifference[] {
  const old = flattenConfig(before)
  const now = flattenConfig(after)
  const sections = [...new Set([...Object.keys(after), ...Object.keys(before)])]
  const place = (path: string) => sections.indexOf(path.split('.')[0] ?? '')
  const paths = [...new Set([...old.keys(), ...now.keys()])].sort((a, b) => place(a) - place(b))
  return paths.filter((path) => JSON.stringify(old.get(path) ?? null) !== JSON.stringify(now.get(path) ?? null))
    .map((path) => ({ path, before: old.get(path), after: now.get(path) }))
}

/** Paths whose value is not the same in all configs. */
export function differingPaths(leaves: readonly ReadonlyMap<string, unknown>[]): Set<string> {
  const [first, ...others] = leaves
  const differing = new Set<string>()
  if (first === undefined) return differing
  const known = new Map([...first].map(([path, value]) => [path, JSON.stringify(value)]))
  for (const map of others) {
    for (const [path, value] of map) if (known.get(path) !== JSON.stringify(value)) differing.add(path)
    for (const path of known.keys()) if (!map.has(path)) differing.add(path)
  }
  return differing
}
