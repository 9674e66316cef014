/** Leaves of a config by dotted path, in the schema's order: `optimizer.weightDecay` → 1. */
export function flattenConfig(config: object, prefix = ''): Map<string, unknown> {
  const leaves = new Map<string, unknown>()
  for (const [key, value] of Object.entries(config)) {
    const path = prefix === '' ? key : `${prefix}.${key}`
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) for (const [below, leaf] of flattenConfig(value, path)) leaves.set(below, leaf)
    else leaves.set(path, value)
  }
  return leaves
}

export interface ConfigDifference { path: string; before: unknown; after: unknown }

/** Leaves that differ; a leaf that one side lacks is `undefined` there. */
export function diffConfigs(before: object, after: object): ConfigDifference[] {
  const old = flattenConfig(before)
  const now = flattenConfig(after)
  const paths = new Set([...old.keys(), ...now.keys()])
  return [...paths].filter((path) => JSON.stringify(old.get(path)) !== JSON.stringify(now.get(path)))
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
